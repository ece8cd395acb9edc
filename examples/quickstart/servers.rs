//! The broker and the registry: real ones, or embedded ones.

use std::env;
use std::error::Error;
use std::process;

use avrolane_embedded::EmbeddedStack;

/// Where Kafka and the registry are.
pub(crate) struct Servers {
    pub(crate) bootstrap_servers: String,
    pub(crate) schema_registry_url: String,
    /// Runs for as long as it is kept.
    embedded: Option<EmbeddedStack>,
}

impl Servers {
    /// Those that `BOOTSTRAP_SERVERS` and `SCHEMA_REGISTRY_URL` name, or else embedded ones.
    pub(crate) fn from_environment_or_embedded() -> Result<Self, Box<dyn Error>> {
        match (
            env::var("BOOTSTRAP_SERVERS"),
            env::var("SCHEMA_REGISTRY_URL"),
        ) {
            (Ok(bootstrap_servers), Ok(schema_registry_url)) => Ok(Self {
                bootstrap_servers,
                schema_registry_url,
                embedded: None,
            }),
            (Err(_), Err(_)) => {
                let embedded = EmbeddedStack::start()?;
                Ok(Self {
                    bootstrap_servers: embedded.bootstrap_servers().to_owned(),
                    schema_registry_url: embedded.schema_registry_url().to_owned(),
                    embedded: Some(embedded),
                })
            }
            _ => Err("set both BOOTSTRAP_SERVERS and SCHEMA_REGISTRY_URL, or neither".into()),
        }
    }

    /// A topic that nobody else uses; a real broker makes it when it is first written to.
    pub(crate) fn new_topic(&self) -> Result<String, Box<dyn Error>> {
        let topic = format!(
            "flights-{}-{}",
            process::id(),
            chrono::Utc::now().timestamp_millis()
        );
        if let Some(embedded) = &self.embedded {
            embedded.create_topic(&topic, 3)?;
        }
        Ok(topic)
    }
}
