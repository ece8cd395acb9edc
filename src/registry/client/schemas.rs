//! Schemas by their identity.

use super::SchemaRegistryClient;
use crate::framing::{SchemaId, SchemaIdentity};
use crate::registry::answer;
use crate::registry::error::Error;
use crate::registry::listing::{IdsOfGuid, Listing, Schemas, SubjectsOfId, VersionsOfId};
use crate::registry::models::{SchemaQuery, StoredSchema};
use crate::registry::operation::{self, Intent, Operation};
use crate::registry::wire::StoredAnswer;
use crate::schema::SchemaGuid;

impl SchemaRegistryClient {
    /// Lists the schemas of all subjects, each version of each.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub fn schemas(&self) -> Listing<Schemas> {
        let operation = Operation::get(["schemas"], "list the schemas");
        Listing::new(self.clone(), operation)
    }

    /// Gets the schema with an id. Where ids belong to a context, `subject` says which: any subject
    /// in that context.
    ///
    /// # Errors
    ///
    /// [`SchemaNotFound`](crate::registry::ErrorKind::SchemaNotFound), or any kind that concerns
    /// the registry itself.
    pub async fn schema_by_id(
        &self,
        id: SchemaId,
        subject: Option<&str>,
    ) -> Result<StoredSchema, Error> {
        let query = SchemaQuery::default();
        let query = subject.map_or(query.clone(), |subject| query.subject(subject));
        self.schema_by_id_with(id, &query).await
    }

    /// The same, saying what to answer and in which form.
    ///
    /// # Errors
    ///
    /// As [`schema_by_id`](Self::schema_by_id).
    pub async fn schema_by_id_with(
        &self,
        id: SchemaId,
        query: &SchemaQuery,
    ) -> Result<StoredSchema, Error> {
        let mut operation = query.add_to(by_id(id, &[]));
        if let Some(subject) = query.subject_name() {
            operation = operation.about(subject);
        }
        let answer: StoredAnswer = self.transport.call(&operation).await?;
        Ok(answer.into())
    }

    /// Gets the text of the schema with an id and nothing else, as
    /// [`schema_by_id`](Self::schema_by_id) does.
    ///
    /// # Errors
    ///
    /// As [`schema_by_id`](Self::schema_by_id). Confluent's server, up to 8.5 at least, answers 500
    /// where it does not have the id.
    pub async fn raw_schema_by_id(
        &self,
        id: SchemaId,
        subject: Option<&str>,
    ) -> Result<String, Error> {
        let operation = by_id(id, &["schema"]).optional("subject", subject);
        self.text(&operation).await
    }

    /// Lists the subjects that the schema with an id stands under. `subject` says in which context,
    /// as for [`schema_by_id`](Self::schema_by_id).
    ///
    /// # Errors
    ///
    /// As [`schema_by_id`](Self::schema_by_id).
    pub fn subjects_of_id(&self, id: SchemaId, subject: Option<&str>) -> Listing<SubjectsOfId> {
        let operation = by_id(id, &["subjects"]).optional("subject", subject);
        Listing::new(self.clone(), operation)
    }

    /// Lists the subjects that the schema with an id stands under, and as which versions.
    /// `subject` says in which context, as for [`schema_by_id`](Self::schema_by_id).
    ///
    /// # Errors
    ///
    /// As [`schema_by_id`](Self::schema_by_id).
    pub fn versions_of_id(&self, id: SchemaId, subject: Option<&str>) -> Listing<VersionsOfId> {
        let operation = by_id(id, &["versions"]).optional("subject", subject);
        Listing::new(self.clone(), operation)
    }

    /// Gets the schema with a GUID.
    ///
    /// # Errors
    ///
    /// [`SchemaNotFound`](crate::registry::ErrorKind::SchemaNotFound), also if the registry knows
    /// no GUIDs at all, or any kind that concerns the registry itself. To tell a registry without
    /// GUIDs from a wrong URL, one that has not answered this client yet is asked for the types of
    /// schemas it has.
    pub async fn schema_by_guid(&self, guid: SchemaGuid) -> Result<StoredSchema, Error> {
        self.schema_by_guid_with(guid, &SchemaQuery::default())
            .await
    }

    /// The same, saying what to answer and in which form.
    ///
    /// # Errors
    ///
    /// As [`schema_by_guid`](Self::schema_by_guid).
    pub async fn schema_by_guid_with(
        &self,
        guid: SchemaGuid,
        query: &SchemaQuery,
    ) -> Result<StoredSchema, Error> {
        let operation = query.add_to(by_guid(guid, &[]));
        match self.transport.call::<StoredAnswer>(&operation).await {
            Err(error) if answer::is_unknown_request(&error) => Err(self.no_guids(error).await),
            result => result.map(Into::into),
        }
    }

    /// Any 16 bytes behind a one look like a GUID. If there is a registry, and it knows none, that
    /// is the fault of the record that holds them; if there is none, of the URL.
    #[cold]
    async fn no_guids(&self, error: Error) -> Error {
        match self.transport.meet_registry().await {
            Ok(()) => answer::no_such_guid(error),
            Err(cause) if cause.is_retryable() => cause,
            Err(_) => error,
        }
    }

    /// Lists the ids that the schema with a GUID has in each context.
    ///
    /// # Errors
    ///
    /// [`SchemaNotFound`](crate::registry::ErrorKind::SchemaNotFound), or any kind that concerns
    /// the registry itself.
    pub fn ids_of_guid(&self, guid: SchemaGuid) -> Listing<IdsOfGuid> {
        Listing::new(self.clone(), by_guid(guid, &["ids"]))
    }

    /// Lists the formats that schemas can have, such as `AVRO`.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn schema_types(&self) -> Result<Vec<String>, Error> {
        self.transport.call(&operation::schema_types()).await
    }
}

fn by_id(id: SchemaId, rest: &[&str]) -> Operation {
    identify(
        ["schemas", "ids", &id.to_string()],
        rest,
        SchemaIdentity::Id(id),
    )
}

fn by_guid(guid: SchemaGuid, rest: &[&str]) -> Operation {
    identify(
        ["schemas", "guids", &guid.to_string()],
        rest,
        SchemaIdentity::Guid(guid),
    )
}

fn identify(path: [&str; 3], rest: &[&str], identity: SchemaIdentity) -> Operation {
    let path = path.iter().chain(rest).copied();
    let purpose = match rest {
        [what @ ("subjects" | "versions" | "ids")] => {
            format!("list the {what} of the schema with {identity}")
        }
        _ => format!("get the schema with {identity}"),
    };
    Operation::get(path, purpose).intent(Intent::Identify)
}
