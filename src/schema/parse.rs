//! From text to a [`Schema`].

use super::model::Schema;
use super::parse_error::ParseError;

impl Schema {
    /// Parses the text of a schema, by the rules for new schemas: each default must fit its
    /// field.
    ///
    /// # Errors
    ///
    /// If the text is not JSON or no schema; the error says what is wrong and where.
    pub fn parse(text: &str) -> Result<Self, ParseError> {
        Self::parse_with_references(text, &[])
    }

    /// Parses the text of a schema that refers to types of other schemas.
    ///
    /// `references` are the names and texts of those, in an order in which each comes before its
    /// first use.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse`], also where the text of a reference is no schema.
    pub fn parse_with_references(
        text: &str,
        references: &[(&str, &str)],
    ) -> Result<Self, ParseError> {
        todo!("{text} {references:?}")
    }

    /// Parses a text that a registry holds, which may have defaults that would not be allowed
    /// today.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse_with_references`].
    pub fn parse_registered(text: &str, references: &[(&str, &str)]) -> Result<Self, ParseError> {
        todo!("{text} {references:?}")
    }
}
