//! How what a client sends becomes what is stored.

use avrolane::schema::{Schema, SchemaGuid, SchemaReference};

use super::super::errors::Refusal;
use super::content::{Content, Resolved};
use super::mode::Mode;
use super::register::Submission;
use super::store::State;
use super::subject::Subject;

/// The one type of schema that is taken.
const AVRO: &str = "AVRO";

/// The longest text of a schema, in bytes: one that fits into a record of Kafka's default size,
/// which is where Confluent's server keeps it.
const MAX_TEXT: usize = 1_000_000;

impl State {
    /// Makes of a submission what would be stored of it if it was new. By the rules for new schemas,
    /// unless the subject is configured to do without them.
    pub(super) fn build(
        &self,
        subject: &Subject,
        submission: Submission,
    ) -> Result<Content, Refusal> {
        let config = self.config_in_scope(subject);
        let rules = config.and_then(|config| config.rules.validate_new_schemas);
        self.build_by(subject, submission, rules.unwrap_or(true))
    }

    /// Makes of a submission what is stored of it somewhere: it may have defaults that no new schema
    /// may have, and refer to what was deleted since.
    pub(super) fn build_known(
        &self,
        subject: &Subject,
        submission: Submission,
    ) -> Result<Content, Refusal> {
        self.build_by(subject, submission, false)
    }

    fn build_by(
        &self,
        subject: &Subject,
        submission: Submission,
        is_new: bool,
    ) -> Result<Content, Refusal> {
        if submission.text.len() > MAX_TEXT {
            return Err(Refusal::schema_too_large());
        }
        let schema_type = submission.schema_type.as_deref().unwrap_or(AVRO);
        if schema_type != AVRO {
            let message = format!("Invalid schema type {schema_type}");
            return Err(Refusal::invalid_schema(message));
        }
        if submission.text.trim().is_empty() {
            return Err(Refusal::invalid_schema("Empty schema"));
        }
        let (schema, references, resolved) = self
            .parse(subject, &submission, is_new)
            .map_err(|reason| Refusal::invalid_schema(unparsable(subject, &submission, &reason)))?;
        let (schema, references) = if self.is_to_normalize(subject, &submission) {
            (schema.normalized(), normal(references))
        } else {
            (schema, references)
        };
        let Submission {
            metadata, rule_set, ..
        } = submission;
        Ok(Content::new(
            schema, references, resolved, metadata, rule_set,
        ))
    }

    fn parse(
        &self,
        subject: &Subject,
        submission: &Submission,
        is_new: bool,
    ) -> Result<(Schema, Vec<SchemaReference>, Vec<Resolved>), String> {
        let references = self.pin(subject, submission.references.clone());
        let resolved = self.resolve(subject, &references, !is_new)?;
        let texts: Vec<(&str, &str)> = resolved
            .iter()
            .map(|resolved| (resolved.name.as_str(), &*resolved.text))
            .collect();
        let parse = if is_new {
            Schema::parse_with_references
        } else {
            Schema::parse_registered
        };
        parse(&submission.text, &texts)
            .map(|schema| (schema, references, resolved))
            .map_err(|error| error.to_string())
    }

    /// Whether the schema is to be normalised; what is imported is left as it is.
    fn is_to_normalize(&self, subject: &Subject, submission: &Submission) -> bool {
        let imports = matches!(self.mode_in_scope(subject), Mode::Import | Mode::Forward);
        !imports && (submission.normalize || self.normalizes(subject))
    }
}

/// References in the order of subjects and versions, each once.
fn normal(mut references: Vec<SchemaReference>) -> Vec<SchemaReference> {
    references
        .sort_by(|one, other| (&one.subject, one.version).cmp(&(&other.subject, other.version)));
    references.dedup();
    references
}

/// What Confluent's server says of a text that is no schema: everything that it was sent, as
/// Java's `toString` writes it, and then the reason.
fn unparsable(subject: &Subject, submission: &Submission, reason: &str) -> String {
    let Submission {
        text,
        references,
        metadata,
        ..
    } = submission;
    let guid = SchemaGuid::of(text, references, metadata.as_ref());
    let references = references
        .iter()
        .map(
            |SchemaReference {
                 name,
                 subject,
                 version,
             }| {
                format!("{{name='{name}', subject='{subject}', version={version}}}")
            },
        )
        .collect::<Vec<_>>()
        .join(", ");
    format!(
        "Invalid schema of type AVRO, details: Invalid schema {{subject={subject},version=null,\
         id=null,guid={guid},schemaType=AVRO,references=[{references}],metadata=null,ruleSet=null,\
         schema={text},schemaTags=null,ts=null,deleted=null}} with refs [{references}] of type AVRO, \
         details: {reason}"
    )
}
