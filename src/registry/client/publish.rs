//! Schemas whose nested types stand under subjects of their own.

use super::SchemaRegistryClient;
use crate::registry::error::Error;
use crate::registry::publication::{Action, Publication};
use crate::schema::{AvroSchema, Schema};

impl SchemaRegistryClient {
    /// Registers the schema of a type under a subject, and its nested records, enums and fixeds under
    /// subjects of their own, to which it [refers](crate::schema::SchemaReference). So types that
    /// several events share stand in the registry once, and evolve on their own.
    ///
    /// The nested types come first, each behind those that it refers to, and one that is used in
    /// several places once. Nothing is added that is already there, so repeating it does no harm. If
    /// the registry refuses one of the schemas, those before it stay registered.
    ///
    /// Types that contain each other cannot be taken apart: they stay in the schema of the one by
    /// which the others get there, as [`Schema::split`] says.
    ///
    /// ```
    /// use avrolane::AvroEvent;
    /// use avrolane::registry::SchemaRegistryClient;
    ///
    /// #[derive(AvroEvent)]
    /// #[avro(namespace = "shop")]
    /// struct Order {
    ///     items: Vec<Item>,
    ///     total: Money,
    /// }
    ///
    /// #[derive(AvroEvent)]
    /// struct Item {
    ///     sku: String,
    ///     price: Money,
    /// }
    ///
    /// #[derive(AvroEvent)]
    /// struct Money {
    ///     cents: i64,
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
    /// # let registry = SchemaRegistryClient::builder(server.url()).build()?;
    /// let order = registry.publish::<Order>("orders-value").await?;
    /// let nested: Vec<_> = order.nested.iter().map(|ty| &*ty.reference.subject).collect();
    /// assert_eq!(nested, ["shop.Money", "shop.Item"]);
    /// assert_eq!(order.schema.references.len(), 2);
    /// # assert_eq!(registry.published::<Order>("orders-value").await?.schema.id, order.schema.id);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// A serializer writes the id that is given here if
    /// [its settings](crate::serdes::AvroSerializerBuilder::reference_subject_name_strategy) say how
    /// the nested types are named.
    ///
    /// # Errors
    ///
    /// As [`register`](Self::register);
    /// [`Configuration`](crate::registry::ErrorKind::Configuration) if the type has no valid schema,
    /// or over 1,000 nested types.
    pub fn publish<T: AvroSchema + ?Sized>(&self, subject: impl Into<String>) -> Publication {
        Publication::new(
            self.clone(),
            subject.into(),
            schema_of::<T>(),
            Action::Register,
        )
    }

    /// The same for a schema that is known only at run time.
    ///
    /// # Errors
    ///
    /// As [`publish`](Self::publish).
    pub fn publish_schema(&self, subject: impl Into<String>, schema: &Schema) -> Publication {
        let schema = Ok(schema.clone());
        Publication::new(self.clone(), subject.into(), schema, Action::Register)
    }

    /// Finds out under which ids and versions [`publish`](Self::publish) has registered the schema of
    /// a type and its nested types, and registers nothing.
    ///
    /// # Errors
    ///
    /// As [`look_up`](Self::look_up), also if it is a nested type that is not registered under its
    /// subject; [`Configuration`](crate::registry::ErrorKind::Configuration) as for
    /// [`publish`](Self::publish).
    pub fn published<T: AvroSchema + ?Sized>(&self, subject: impl Into<String>) -> Publication {
        Publication::new(
            self.clone(),
            subject.into(),
            schema_of::<T>(),
            Action::LookUp,
        )
    }

    /// The same for a schema that is known only at run time.
    ///
    /// # Errors
    ///
    /// As [`published`](Self::published).
    pub fn published_schema(&self, subject: impl Into<String>, schema: &Schema) -> Publication {
        let schema = Ok(schema.clone());
        Publication::new(self.clone(), subject.into(), schema, Action::LookUp)
    }
}

fn schema_of<T: AvroSchema + ?Sized>() -> Result<Schema, Error> {
    Schema::try_of::<T>()
        .map_err(|cause| Error::configuration("the type's schema is not valid").with_source(cause))
}
