//! What differs between two schemas, in words.

#[cfg(test)]
mod tests;
mod walk;
mod words;

use std::fmt;

use super::model::Schema;

/// One thing in which a schema differs from an earlier one.
///
/// [`Display`](fmt::Display) says it in a sentence: ``field `carrier` of it.Flight has the default
/// "" instead of "?"``.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaDifference {
    /// What kind of difference it is.
    pub kind: SchemaDifferenceKind,
    /// Where it is, as a JSON pointer into the text of the schema with each type spelled out, such
    /// as `/fields/2/default`; of what is gone, into the earlier one. The whole is the empty pointer.
    pub path: String,
    sentence: String,
}

/// What two schemas can differ in.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SchemaDifferenceKind {
    /// The documentation of a type or of a field.
    Documentation,
    /// A default, of a field or of an enum.
    Default,
    /// The other names of a type or of a field.
    Aliases,
    /// How a field takes part in sorting.
    SortOrder,
    /// A property of this name that Avro does not know, such as `avro.java.string`.
    Property(String),
    /// A logical type, or its precision or scale.
    LogicalType,
    /// The namespace of a type.
    Namespace,
    /// The name of a type, beside its namespace.
    Name,
    /// A field that the earlier schema does not have.
    FieldAdded,
    /// A field that only the earlier schema has.
    FieldRemoved,
    /// A field that has another name now.
    FieldRenamed,
    /// The order of the fields of a record.
    FieldOrder,
    /// The type of a place.
    Type,
    /// The symbols of an enum, or their order.
    Symbols,
    /// The size of a fixed.
    Size,
    /// The branches of a union, or their order.
    Branches,
}

impl SchemaDifferenceKind {
    /// Whether data can be written differently for it. What is said about data can differ all the
    /// same, and so can what becomes of it when another schema reads it.
    #[must_use]
    pub fn changes_data(&self) -> bool {
        match self {
            Self::FieldAdded
            | Self::FieldRemoved
            | Self::FieldOrder
            | Self::Type
            | Self::Symbols
            | Self::Size
            | Self::Branches => true,
            Self::Documentation
            | Self::Default
            | Self::Aliases
            | Self::SortOrder
            | Self::Property(_)
            | Self::LogicalType
            | Self::Namespace
            | Self::Name
            | Self::FieldRenamed => false,
        }
    }

    /// What differs, where nothing else does.
    fn topic(&self) -> String {
        let topic = match self {
            Self::Documentation => "documentation",
            Self::Default => "defaults",
            Self::Aliases => "aliases",
            Self::SortOrder => "the sort order of fields",
            Self::Property(name) => return format!("the property `{name}`"),
            Self::LogicalType => "logical types",
            Self::Namespace => "the namespace",
            Self::Name => "the names of types",
            Self::FieldAdded => "new fields",
            Self::FieldRemoved => "fields that are gone",
            Self::FieldRenamed => "the names of fields",
            Self::FieldOrder => "the order of fields",
            Self::Type => "types",
            Self::Symbols => "symbols",
            Self::Size => "sizes",
            Self::Branches => "the branches of unions",
        };
        topic.to_owned()
    }
}

impl Schema {
    /// Everything in which this schema differs from an earlier one, in the order of its text. There
    /// is nothing where both are [equal](Schema#impl-PartialEq-for-Schema).
    ///
    /// Fields are compared by their names, or by the aliases of this schema's. Of a type that is
    /// used in several places the first counts. At most 1,000 differences are listed.
    ///
    /// ```
    /// use avrolane::schema::{Schema, SchemaDifferenceKind};
    ///
    /// let earlier = Schema::parse(
    ///     r#"{"type": "record", "name": "Reading", "fields": [{"name": "celsius", "type": "int"}]}"#,
    /// )?;
    /// let schema = Schema::parse(
    ///     r#"{"type": "record", "name": "Reading", "fields": [{"name": "celsius", "type": "double"}]}"#,
    /// )?;
    /// let differences = schema.differences_from(&earlier);
    /// assert_eq!(differences[0].kind, SchemaDifferenceKind::Type);
    /// assert_eq!(differences[0].path, "/fields/0/type");
    /// assert_eq!(
    ///     differences[0].to_string(),
    ///     "the type of field `celsius` of Reading is double instead of int"
    /// );
    /// # Ok::<(), avrolane::schema::ParseError>(())
    /// ```
    #[must_use]
    pub fn differences_from(&self, earlier: &Self) -> Vec<SchemaDifference> {
        walk::differences(earlier, self)
    }
}

impl SchemaDifference {
    /// The differences in one line: in what alone two schemas differ, or the first few of them.
    #[must_use]
    pub fn summary(differences: &[Self]) -> String {
        const SHOWN: usize = 3;
        let mut topics: Vec<String> = Vec::new();
        for difference in differences {
            let topic = difference.kind.topic();
            if !topics.contains(&topic) {
                topics.push(topic);
            }
        }
        let shown: Vec<String> = (differences.iter().take(SHOWN).map(Self::to_string)).collect();
        let mut line = match topics.as_slice() {
            [] => return "it differs in nothing that a schema says".to_owned(),
            [topic] => format!("it differs only in {topic}: {}", shown.join("; ")),
            _ => format!("it differs: {}", shown.join("; ")),
        };
        let left = differences.len().saturating_sub(SHOWN);
        if left > 0 {
            line.push_str(&format!("; and {left} more"));
        }
        line
    }
}

impl fmt::Display for SchemaDifference {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.sentence)
    }
}
