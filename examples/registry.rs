//! What the client of the registry can do.
//!
//! `cargo run --example registry` starts a registry in this process; with `SCHEMA_REGISTRY_URL` it
//! talks to a real one, and leaves nothing behind there.
#![expect(clippy::print_stdout, reason = "an example shows what it does")]

use std::error::Error;

use avrolane::AvroEvent;
use avrolane::compat::CompatibilityLevel;
use avrolane::registry::{
    Config, SchemaDefinition, SchemaReference, SchemaRegistryClient, Scope, VersionId,
};
use avrolane::schema::Schema;
use avrolane_embedded::EmbeddedRegistry;
use futures_util::TryStreamExt;

#[derive(AvroEvent)]
#[avro(namespace = "com.example")]
struct Address {
    street: String,
    city: String,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn Error>> {
    let embedded = EmbeddedRegistry::start()?;
    let url = std::env::var("SCHEMA_REGISTRY_URL").unwrap_or_else(|_| embedded.url().to_owned());
    let registry = SchemaRegistryClient::builder(url).build()?;
    let prefix = format!("example-{}", std::process::id());
    let (addresses, orders) = (format!("{prefix}-addresses"), format!("{prefix}-orders"));

    // A schema is registered once; whoever wants its id afterwards looks it up.
    let address = SchemaDefinition::new(&Schema::of::<Address>());
    let registered = registry.register(&addresses, &address).await?;
    let found = registry.look_up(&addresses, &address).await?;
    println!(
        "registered as id {}, found as id {}",
        registered.id, found.id
    );

    // What a subject is asked for can be set, and a schema be held against it before it is sent.
    let mut config = Config::default();
    config.compatibility_level = Some(CompatibilityLevel::FullTransitive);
    registry
        .set_config(Scope::Subject(&addresses), &config)
        .await?;
    let other = SchemaDefinition::from_text(
        r#"{"type": "record", "name": "Address", "namespace": "com.example", "fields": [
            {"name": "street", "type": "int"}]}"#,
    );
    let report = registry
        .test_compatibility_with_all(&addresses, &other)
        .await?;
    println!("is another address compatible? {}", report.is_compatible);
    for message in &report.messages {
        println!("  {message}");
    }

    // One schema can refer to another by its name.
    let order = SchemaDefinition::from_text(
        r#"{"type": "record", "name": "Order", "namespace": "com.example", "fields": [
            {"name": "ship_to", "type": "Address"}]}"#,
    )
    .references(vec![SchemaReference {
        name: "com.example.Address".to_owned(),
        subject: addresses.clone(),
        version: 1,
    }]);
    registry.register(&orders, &order).await?;
    let stored = registry
        .schema_by_version(&orders, VersionId::Latest)
        .await?;
    println!(
        "an order with its address: {}",
        registry.resolve(&stored).await?
    );

    // Lists come page by page, here of one subject each. Those who refer go before the referred to.
    let subjects = registry.subjects().prefix(&prefix).stream(1);
    let mut subjects: Vec<String> = subjects.try_collect().await?;
    // Some registries take no notice of the prefix.
    subjects.retain(|subject| subject.starts_with(&prefix));
    subjects.sort_by_key(|subject| *subject == addresses);
    for subject in subjects {
        registry.delete_subject(&subject).await?;
        let versions = registry.delete_subject_permanently(&subject).await?;
        println!("deleted {subject}, which had {} version", versions.len());
    }
    Ok(())
}
