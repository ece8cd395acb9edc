//! What a registry will make of a schema, known before it is asked.

use super::super::error::Error;
use super::definition::SchemaDefinition;
use super::rules::{Rule, RuleKind, RuleMode, RuleSet};
use super::stored::StoredSchema;
use crate::schema::{Schema, SchemaGuid, SchemaReference};

/// The version of a reference that stands for the latest one.
const LATEST: i32 = -1;

/// What follows holds of a subject whose latest version has neither metadata nor rules, and whose
/// configuration adds none and leaves normalising to the request: a registration without metadata
/// takes over those of the latest version, and one without rules its rules.
impl SchemaDefinition {
    /// The text that the registry will store: that of Java's `Schema.toString()`, in its
    /// [normal form](Schema::normalized) if [`normalize`](Self::normalize) is set.
    ///
    /// ```
    /// use avrolane::registry::SchemaDefinition;
    ///
    /// let definition = SchemaDefinition::from_text(r#"{ "type": "string" }"#);
    /// assert_eq!(definition.registered_text()?, r#""string""#);
    /// # Ok::<(), avrolane::registry::Error>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`Configuration`](crate::registry::ErrorKind::Configuration) if the text is no Avro schema, or
    /// refers to others by their names alone: then make the definition of the [`Schema`], parsed
    /// [with those](Schema::parse_with_references).
    pub fn registered_text(&self) -> Result<String, Error> {
        Ok(self.registered()?.registered_text())
    }

    /// The GUID that the registry will give to the schema, with its references, metadata and rules.
    /// It is the same in every registry that knows GUIDs, which are Confluent's from version 8, and
    /// in which the references name the same versions.
    ///
    /// ```
    /// use avrolane::registry::{SchemaDefinition, SchemaRegistryClient};
    /// use avrolane::schema::Schema;
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// # let server = avrolane_embedded::EmbeddedRegistry::start()?;
    /// # let registry = SchemaRegistryClient::builder(server.url()).build()?;
    /// let definition = SchemaDefinition::new(&Schema::of::<Vec<i64>>());
    /// let registered = registry.register("counts-value", &definition).await?;
    /// assert_eq!(registered.guid, Some(definition.guid()?));
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    ///
    /// As [`registered_text`](Self::registered_text), and if a reference names the latest version,
    /// -1: which one that is the registry alone knows.
    pub fn guid(&self) -> Result<SchemaGuid, Error> {
        let text = self.registered_text()?;
        let references = self.registered_references()?;
        let metadata = self.metadata.as_ref();
        Ok(match &self.rule_set {
            Some(rules) => SchemaGuid::with_rules(&text, &references, metadata, rules.identity()),
            None => SchemaGuid::of(&text, &references, metadata),
        })
    }

    fn registered(&self) -> Result<Schema, Error> {
        let schema_type = self.schema_type.as_deref().unwrap_or(StoredSchema::AVRO);
        if !schema_type.eq_ignore_ascii_case(StoredSchema::AVRO) {
            return Err(Error::configuration(format!(
                "what the registry makes of a schema of {schema_type} is not known"
            )));
        }
        let schema = match &self.schema {
            Some(schema) => schema.clone(),
            None => Schema::parse(&self.text).map_err(|cause| {
                Error::configuration("the text is no Avro schema by itself")
                    .with_advice("what refers to others is to be parsed with them")
                    .with_source(cause)
            })?,
        };
        let schema = match self.references.is_empty() {
            true => schema.part(schema.root()),
            false => schema,
        };
        Ok(match self.is_normalized() {
            true => schema.normalized(),
            false => schema,
        })
    }

    /// Without repetition and in order if they are normalised (`AvroSchema.normalize` and
    /// `SchemaReference.compareTo`).
    fn registered_references(&self) -> Result<Vec<SchemaReference>, Error> {
        if let Some(latest) = self
            .references
            .iter()
            .find(|reference| reference.version == LATEST)
        {
            return Err(Error::configuration(format!(
                "the reference to {} names the latest version rather than a number",
                latest.name
            )));
        }
        let mut references = self.references.clone();
        if self.is_normalized() {
            references.sort_by(|one, other| {
                let subjects = one.subject.encode_utf16().cmp(other.subject.encode_utf16());
                subjects.then(one.version.cmp(&other.version))
            });
            let mut seen = std::collections::HashSet::new();
            references.retain(|reference| seen.insert(reference.clone()));
        }
        Ok(references)
    }

    /// What is imported is taken as it is.
    fn is_normalized(&self) -> bool {
        self.normalize && self.imported_as.is_none()
    }
}

impl RuleSet {
    /// What decides the identity of a schema with these rules, as [`SchemaGuid::with_rules`] takes
    /// it.
    fn identity(&self) -> Vec<&str> {
        let mut texts = Vec::new();
        let rules = self.migration_rules.iter().chain(&self.domain_rules);
        for rule in rules.chain(&self.encoding_rules) {
            rule.add_identity(&mut texts);
        }
        texts.extend(
            self.enable_at
                .as_ref()
                .map(|environment| environment.as_str()),
        );
        texts
    }
}

impl Rule {
    fn add_identity<'a>(&'a self, texts: &mut Vec<&'a str>) {
        texts.push(&self.name);
        texts.extend(self.doc.as_deref());
        texts.push(self.kind.as_ref().unwrap_or(&RuleKind::Transform).as_str());
        texts.push(self.mode.as_ref().unwrap_or(&RuleMode::WriteRead).as_str());
        texts.extend(self.rule_type.as_deref());
        texts.extend(self.tags.iter().map(String::as_str));
        for (key, value) in &self.params {
            texts.extend([key.as_str(), value.as_str()]);
        }
        texts.extend(self.expr.as_deref());
        texts.extend(self.on_success.as_deref());
        texts.extend(self.on_failure.as_deref());
        texts.extend(self.disabled.then_some("\u{1}"));
    }
}
