//! Events whose nested types stand under subjects of their own.

use avrolane::AvroEvent;
use avrolane::framing::SchemaIdentity;
use avrolane::registry::{
    ErrorKind, Published, ReferenceSubjectNameStrategy, SchemaDefinition, SchemaRegistryClient,
    SchemaSelection, SchemaVersion,
};
use avrolane::schema::Schema;
use avrolane::serdes::{AvroDeserializer, AvroSerializer, Input, Output, Serializer};
use avrolane::subject::{MessageField, SerializationContext};
use avrolane_embedded::EmbeddedRegistry;
use serde_json::json;

use super::support::{Answer, Server};

#[derive(AvroEvent)]
#[avro(namespace = "shop")]
struct Order {
    items: Vec<Item>,
    total: Money,
    state: State,
}

#[derive(AvroEvent)]
struct Item {
    sku: String,
    price: Money,
}

#[derive(AvroEvent)]
struct Money {
    cents: i64,
    currency: Currency,
}

#[derive(AvroEvent)]
enum Currency {
    Eur,
    Usd,
}

#[derive(AvroEvent)]
enum State {
    Open,
    Paid,
}

#[derive(AvroEvent)]
#[avro(namespace = "shop")]
struct Refund {
    amount: Money,
}

/// `Category` and `Shelf` contain each other.
#[derive(AvroEvent)]
#[avro(namespace = "shop")]
struct Catalogue {
    root: Category,
    currency: Currency,
}

#[derive(AvroEvent)]
struct Category {
    shelves: Vec<Shelf>,
}

#[derive(AvroEvent)]
struct Shelf {
    categories: Vec<Category>,
    price: Money,
}

fn client(server: &EmbeddedRegistry) -> SchemaRegistryClient {
    SchemaRegistryClient::builder(server.url()).build().unwrap()
}

/// `subject version` of each nested type.
fn nested(published: &Published) -> Vec<String> {
    let references = published.nested.iter().map(|nested| &nested.reference);
    references
        .map(|reference| format!("{} {}", reference.subject, reference.version))
        .collect()
}

#[tokio::test]
async fn nested_types_are_registered_once_and_before_what_refers_to_them() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let order = client.publish::<Order>("orders-value").await.unwrap();
    assert_eq!(
        nested(&order),
        [
            "shop.Currency 1",
            "shop.Money 1",
            "shop.Item 1",
            "shop.State 1"
        ]
    );
    let names: Vec<_> = order
        .schema
        .references
        .iter()
        .map(|found| &*found.name)
        .collect();
    assert_eq!(names, ["shop.Item", "shop.Money", "shop.State"]);
    assert_eq!(
        client.subjects().await.unwrap(),
        [
            "orders-value",
            "shop.Currency",
            "shop.Item",
            "shop.Money",
            "shop.State"
        ]
    );
    let refund = client.publish::<Refund>("refunds-value").await.unwrap();
    assert_eq!(nested(&refund), ["shop.Currency 1", "shop.Money 1"]);
    let again = client.publish::<Order>("orders-value").await.unwrap();
    assert_eq!(again, order);
    assert_eq!(client.versions("shop.Money").await.unwrap().len(), 1);
}

#[tokio::test]
async fn what_was_published_is_looked_up_and_read_as_the_whole_schema() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let order = client.publish::<Order>("orders-value").await.unwrap();
    assert_eq!(
        client.published::<Order>("orders-value").await.unwrap(),
        order
    );
    let writer = client
        .writer_schema(SchemaIdentity::Id(order.schema.id), None)
        .await
        .unwrap();
    assert_eq!(writer, Schema::of::<Order>());
    assert_eq!(writer.registered_text(), order.schema.text.unwrap());
}

#[tokio::test]
async fn looking_up_registers_nothing_and_names_what_is_missing() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let error = client
        .published::<Refund>("refunds-value")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
    assert_eq!(error.subject(), Some("shop.Currency"));
    client.publish::<Order>("orders-value").await.unwrap();
    let error = client
        .published::<Refund>("orders-value")
        .await
        .unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
    assert_eq!(error.subject(), Some("orders-value"));
    assert_eq!(client.subjects().await.unwrap().len(), 5);
}

#[tokio::test]
async fn types_that_contain_each_other_stay_in_one_schema() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let catalogue = client
        .publish::<Catalogue>("catalogue-value")
        .await
        .unwrap();
    assert_eq!(
        nested(&catalogue),
        ["shop.Currency 1", "shop.Money 1", "shop.Category 1"]
    );
    let id = SchemaIdentity::Id(catalogue.schema.id);
    let writer = client.writer_schema(id, None).await.unwrap();
    assert_eq!(writer, Schema::of::<Catalogue>());
}

#[tokio::test]
async fn subjects_are_named_as_the_strategy_says() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let strategy = ReferenceSubjectNameStrategy::custom(|name| {
        (name.simple() != "State").then(|| format!("types/{}", name.simple()))
    });
    let order = client
        .publish::<Order>("orders-value")
        .reference_subject_name_strategy(strategy)
        .await
        .unwrap();
    assert_eq!(
        nested(&order),
        ["types/Currency 1", "types/Money 1", "types/Item 1"]
    );
    assert!(
        order
            .schema
            .text
            .unwrap()
            .contains(r#""symbols":["Open","Paid"]"#)
    );
}

#[tokio::test]
async fn nested_types_stand_in_the_context_of_the_whole_unless_they_name_another() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let strategy = ReferenceSubjectNameStrategy::custom(|name| {
        Some(match name.simple() {
            "Currency" => ":.shared:currency".to_owned(),
            name => name.to_owned(),
        })
    });
    let refund = client
        .publish::<Refund>(":.tests:refunds-value")
        .reference_subject_name_strategy(strategy)
        .await
        .unwrap();
    assert_eq!(nested(&refund), [":.shared:currency 1", "Money 1"]);
    let mut subjects = client.subjects().await.unwrap();
    subjects.sort();
    assert_eq!(
        subjects,
        [
            ":.shared:currency",
            ":.tests:Money",
            ":.tests:refunds-value"
        ]
    );
    let stored = client
        .schema_by_version(":.tests:refunds-value", version(1))
        .await;
    let schema = client.resolve(&stored.unwrap()).await.unwrap();
    assert_eq!(schema, Schema::of::<Refund>());
}

#[tokio::test]
async fn schemas_are_normalised_if_that_is_asked_for() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let schema = Schema::parse(
        r#"{"type":"record","name":"R","fields":[{"name":"a","type":
            {"type":"enum","name":"E","symbols":["A"],"b":1,"a":2}}]}"#,
    )
    .unwrap();
    let publication = || client.publish_schema("r", &schema).normalize(true);
    let published = publication().await.unwrap();
    let text = published.nested[0].schema.text.as_deref();
    assert_eq!(
        text,
        Some(r#"{"type":"enum","name":"E","symbols":["A"],"a":2,"b":1}"#)
    );
    let found = client.published_schema("r", &schema).normalize(true).await;
    assert_eq!(found.unwrap(), published);
}

#[tokio::test]
async fn a_version_that_the_registry_does_not_say_is_looked_up() {
    let server = Server::start(|request, _| match request.line.as_str() {
        "POST /subjects/E" => Answer::json(&json!({"id": 5, "version": 3, "subject": "E"})),
        _ => Answer::json(&json!({"id": 5})),
    })
    .await;
    let schema = r#"["null",{"type":"enum","name":"E","symbols":["A"]}]"#;
    let schema = Schema::parse(schema).unwrap();
    let published = server.client().publish_schema("r", &schema).await.unwrap();
    assert_eq!(nested(&published), ["E 3"]);
    assert_eq!(
        server.lines(),
        [
            "POST /subjects/E/versions",
            "POST /subjects/E",
            "POST /subjects/r/versions"
        ]
    );
    assert_eq!(
        server.received()[2].body,
        json!({
            "schema": r#"["null","E"]"#,
            "references": [{"name": "E", "subject": "E", "version": 3}],
        })
    );
}

#[tokio::test]
async fn a_refusal_leaves_what_came_before_it() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    client.publish::<Refund>("orders-value").await.unwrap();
    let error = client.publish::<Order>("orders-value").await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Incompatible);
    assert_eq!(error.subject(), Some("orders-value"));
    assert!(client.versions("shop.Item").await.is_ok());
}

/// A serializer that writes orders in the way that the test is about, and what it wrote.
async fn write(
    client: &SchemaRegistryClient,
    selection: SchemaSelection,
) -> Result<Vec<u8>, avrolane::registry::Error> {
    let serializer = AvroSerializer::builder()
        .registry(client.clone())
        .schemas(selection)
        .reference_subject_name_strategy(ReferenceSubjectNameStrategy::RecordName)
        .build();
    let context = SerializationContext::new("refunds", MessageField::Value);
    Serializer::<Refund>::prepare(&serializer, &context).await?;
    let refund = Refund {
        amount: Money {
            cents: 250,
            currency: Currency::Usd,
        },
    };
    let mut bytes = Vec::new();
    serializer
        .serialize(&context, &refund, &mut Output::new(&mut bytes))
        .unwrap();
    Ok(bytes)
}

#[tokio::test]
async fn a_serializer_writes_the_id_of_the_schema_that_has_references() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    // The same schema with its types inside, which has another id.
    let whole = SchemaDefinition::new(&Schema::of::<Refund>());
    let whole = client.register("refunds-value", &whole).await.unwrap();
    let error = write(&client, SchemaSelection::LookUp).await.unwrap_err();
    assert_eq!(error.kind(), ErrorKind::SubjectNotFound);
    assert_eq!(error.subject(), Some("shop.Currency"));
    let registered = write(&client, SchemaSelection::Register).await.unwrap();
    let found = write(&client, SchemaSelection::LookUp).await.unwrap();
    assert_eq!(found, registered);
    let published = client.published::<Refund>("refunds-value").await.unwrap();
    assert_ne!(published.schema.id, whole.id);
    assert_eq!(found[1..5], published.schema.id.get().to_be_bytes());
    let deserializer = AvroDeserializer::builder().registry(client).build();
    let message = Input {
        bytes: &found,
        schema_id_header: None,
    };
    deserializer.fetch(message).await.unwrap();
    let refund: Refund = deserializer.decode(message).unwrap();
    assert_eq!(refund.amount.cents, 250);
    assert!(matches!(refund.amount.currency, Currency::Usd));
}

#[tokio::test]
async fn a_nested_type_that_is_not_registered_so_is_held_against_its_own_versions() {
    let server = EmbeddedRegistry::start().unwrap();
    let client = client(&server);
    let text = r#"{"type":"enum","name":"Currency","namespace":"shop","symbols":["Eur"]}"#;
    let other = SchemaDefinition::from_text(text);
    client.register("shop.Currency", &other).await.unwrap();
    let whole = SchemaDefinition::new(&Schema::of::<Refund>());
    client.register("refunds-value", &whole).await.unwrap();
    let published = client.published::<Refund>("refunds-value").await;
    let written = write(&client, SchemaSelection::LookUp).await;
    for error in [published.unwrap_err(), written.unwrap_err()] {
        assert_eq!(error.kind(), ErrorKind::SchemaNotFound);
        assert_eq!(error.subject(), Some("shop.Currency"));
        let nearest = error.nearest_version().unwrap();
        assert_eq!(nearest.differences.len(), 1, "{error}");
        assert!(error.to_string().contains("Usd"), "{error}");
    }
}

/// `Order` and `Refund` share `Money` and `Currency`.
#[tokio::test]
async fn events_that_share_a_type_have_it_looked_up_once() {
    let server = Server::answering(Answer::json(&json!({"id": 1, "version": 1}))).await;
    let serializer = AvroSerializer::builder()
        .registry(server.client())
        .reference_subject_name_strategy(ReferenceSubjectNameStrategy::RecordName)
        .build();
    let tasks: Vec<_> = (0..100)
        .map(|number| {
            let serializer = serializer.clone();
            tokio::spawn(async move {
                let topic = format!("topic{}", number % 2);
                let context = SerializationContext::new(&topic, MessageField::Value);
                match number % 4 {
                    0 | 1 => Serializer::<Order>::prepare(&serializer, &context).await,
                    _ => Serializer::<Refund>::prepare(&serializer, &context).await,
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    let mut lines = server.lines();
    lines.sort();
    assert_eq!(
        lines,
        [
            "POST /subjects/shop.Currency",
            "POST /subjects/shop.Item",
            "POST /subjects/shop.Money",
            "POST /subjects/shop.State",
            "POST /subjects/topic0-value",
            "POST /subjects/topic0-value",
            "POST /subjects/topic1-value",
            "POST /subjects/topic1-value",
        ]
    );
}

fn version(number: u32) -> SchemaVersion {
    SchemaVersion::new(number).unwrap()
}
