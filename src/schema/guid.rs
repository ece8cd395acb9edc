//! The identity that a registry gives to a schema's content.

use std::collections::{BTreeMap, BTreeSet};
use std::error::Error;
use std::fmt;
use std::str::FromStr;

use md5::{Digest as _, Md5};

use super::model::Schema;

/// The identity of a registered schema that is the same on every server: the MD5 of its content.
///
/// [`Display`](fmt::Display) writes it as a UUID, as registries do.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct SchemaGuid([u8; 16]);

/// Text that is no GUID: 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseGuidError(());

/// A named type that stands in another schema of the registry.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaReference {
    /// The full name of the type.
    pub name: String,
    /// The subject that its schema stands under.
    pub subject: String,
    /// The version of that schema.
    pub version: i32,
}

/// What a registry keeps along with a schema.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SchemaMetadata {
    /// Tags by the path of what they mark.
    pub tags: BTreeMap<String, BTreeSet<String>>,
    /// Values by key.
    pub properties: BTreeMap<String, String>,
    /// The keys whose values are not to be shown.
    pub sensitive: BTreeSet<String>,
}

impl Schema {
    /// The GUID that a registry gives to the schema by itself, without references, metadata and
    /// rules. That of a schema which has
    /// them is `registry::SchemaDefinition::guid`.
    ///
    /// ```
    /// use avrolane::schema::Schema;
    ///
    /// let guid = Schema::of::<String>().guid();
    /// assert_eq!(guid.to_string(), "095d71cf-1255-6b9d-5e33-0ad575b3df5d");
    /// ```
    #[must_use]
    pub fn guid(&self) -> SchemaGuid {
        SchemaGuid::of(&self.to_string(), &[], None)
    }
}

impl SchemaGuid {
    /// The GUID of a schema, which is a function of what the registry stores of it.
    ///
    /// `text` is the text that the registry stores, which is
    /// [`Schema::registered_text`](super::Schema::registered_text), and the version of each
    /// reference is a number, not the latest one. A schema with a rule set has the GUID that
    /// [`with_rules`](Self::with_rules) gives.
    #[must_use]
    pub fn of(
        text: &str,
        references: &[SchemaReference],
        metadata: Option<&SchemaMetadata>,
    ) -> Self {
        Self(Self::hash(text, references, metadata).finalize().into())
    }

    /// The GUID of a schema that has a rule set.
    ///
    /// `rules` are the texts of the rule set in the order in which Confluent's
    /// `RuleSet.updateHash` takes them: of each migration rule, then of each domain rule, then of each
    /// encoding rule the `name`, `doc`, `kind`, `mode`, `type`, the sorted `tags`, each of the sorted
    /// `params` with its key before its value, `expr`, `onSuccess`, `onFailure`, and `"\u{1}"` if it is
    /// `disabled`; and at last `enableAt`. What a rule does not have is left out; a rule without a
    /// `kind` is a `TRANSFORM`, and one without a `mode` is of `WRITEREAD`.
    #[must_use]
    pub fn with_rules<'a>(
        text: &str,
        references: &[SchemaReference],
        metadata: Option<&SchemaMetadata>,
        rules: impl IntoIterator<Item = &'a str>,
    ) -> Self {
        let mut hash = Self::hash(text, references, metadata);
        hash.update([1]);
        for rule in rules {
            hash.update(rule);
        }
        Self(hash.finalize().into())
    }

    fn hash(text: &str, references: &[SchemaReference], metadata: Option<&SchemaMetadata>) -> Md5 {
        // The order of the parts is that of Confluent's `Schema.updateHash`.
        let mut hash = Md5::new_with_prefix(text);
        for reference in references {
            hash.update(&reference.name);
            hash.update(&reference.subject);
            hash.update(reference.version.to_be_bytes());
        }
        if let Some(metadata) = metadata {
            hash.update([1]);
            metadata.add_to(&mut hash);
        }
        hash
    }

    /// The GUID with these bytes, most significant first.
    #[must_use]
    pub const fn from_bytes(bytes: [u8; 16]) -> Self {
        Self(bytes)
    }

    /// The bytes, most significant first.
    #[must_use]
    pub const fn as_bytes(&self) -> &[u8; 16] {
        &self.0
    }
}

impl SchemaMetadata {
    fn add_to(&self, hash: &mut Md5) {
        for (path, tags) in &self.tags {
            hash.update(path);
            tags.iter().for_each(|tag| hash.update(tag));
        }
        for (key, value) in &self.properties {
            hash.update(key);
            hash.update(value);
        }
        self.sensitive.iter().for_each(|key| hash.update(key));
    }
}

impl fmt::Display for SchemaGuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (position, byte) in self.0.iter().enumerate() {
            if matches!(position, 4 | 6 | 8 | 10) {
                f.write_str("-")?;
            }
            write!(f, "{byte:02x}")?;
        }
        Ok(())
    }
}

impl fmt::Debug for SchemaGuid {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "SchemaGuid({self})")
    }
}

impl FromStr for SchemaGuid {
    type Err = ParseGuidError;

    fn from_str(text: &str) -> Result<Self, ParseGuidError> {
        let groups: Vec<&str> = text.split('-').collect();
        if !groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12]) {
            return Err(ParseGuidError(()));
        }
        let digits = groups.concat();
        if !digits.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(ParseGuidError(()));
        }
        u128::from_str_radix(&digits, 16)
            .map(|number| Self(number.to_be_bytes()))
            .map_err(|_| ParseGuidError(()))
    }
}

impl fmt::Display for ParseGuidError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a GUID is 32 hexadecimal digits in groups of 8, 4, 4, 4 and 12")
    }
}

impl Error for ParseGuidError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_guid_is_written_and_read_as_a_uuid() {
        let guid: SchemaGuid = "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e".parse().unwrap();
        assert_eq!(guid.as_bytes()[..4], [0xcd, 0x0e, 0x5b, 0x86]);
        assert_eq!(guid.to_string(), "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936e");
        assert_eq!(SchemaGuid::from_bytes(*guid.as_bytes()), guid);
    }

    #[test]
    fn text_that_is_no_guid_is_refused() {
        for text in [
            "",
            "cd0e5b867ae4bb310aaaff1c795f936e",
            "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936",
            "cd0e5b86-7ae4-bb31-0aaa-ff1c795f936g",
            "+d0e5b86-7ae4-bb31-0aaa-ff1c795f936e",
            "äd0e5b8-7ae4-bb31-0aaa-ff1c795f936e",
        ] {
            assert_eq!(
                text.parse::<SchemaGuid>(),
                Err(ParseGuidError(())),
                "{text}"
            );
        }
    }

    #[test]
    fn a_rule_set_makes_another_schema() {
        let plain = SchemaGuid::of(r#""int""#, &[], None);
        let empty = SchemaGuid::with_rules(r#""int""#, &[], None, []);
        let rules = SchemaGuid::with_rules(r#""int""#, &[], None, ["r", "CONDITION", "WRITE"]);
        assert_ne!(plain, empty);
        assert_ne!(empty, rules);
        // The MD5 of the text, a byte 1 and the texts of the rules.
        assert_eq!(rules.to_string(), "91f0819c-8ffd-6ce4-8ffc-c81ee0e5e028");
    }
}
