//! JSON values that keep the order of their members.

use std::fmt::{self, Write as _};
use std::str::FromStr;

use rustc_hash::FxHashMap;

use super::parse_error::ParseError;
use super::spanned::Source;

/// A JSON value as schemas hold it: in defaults, and in members that Avro does not know.
///
/// Members keep their order, and a number keeps its text. [`Display`](fmt::Display) writes it
/// compactly, the way Java's Jackson does. Two objects are equal whatever the order of their
/// members.
#[derive(Debug, Clone)]
pub enum Json {
    /// `null`.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A number, spelled as Java spells it: what was read as `1e3` is `1000.0`.
    Number(String),
    /// Text.
    String(String),
    /// An array.
    Array(Vec<Self>),
    /// An object, its members in the order of the text.
    Object(Vec<(String, Self)>),
}

impl Json {
    /// The text, if this is a string.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The value of the member `key`, if this is an object that has it.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Self> {
        match self {
            Self::Object(members) => member(members, key),
            _ => None,
        }
    }
}

/// The value of the member `key`.
pub(super) fn member<'a>(members: &'a [(String, Json)], key: &str) -> Option<&'a Json> {
    members
        .iter()
        .find_map(|(name, value)| (name == key).then_some(value))
}

/// Whether both have the same members, in whatever order.
pub(super) fn same_members(one: &[(String, Json)], other: &[(String, Json)]) -> bool {
    if one.len() != other.len() {
        return false;
    }
    if one.iter().zip(other).all(|(one, other)| one.0 == other.0) {
        return one.iter().zip(other).all(|(one, other)| one.1 == other.1);
    }
    let other: FxHashMap<&str, &Json> = other
        .iter()
        .map(|(key, value)| (key.as_str(), value))
        .collect();
    one.iter()
        .all(|(key, value)| other.get(key.as_str()).is_some_and(|found| *found == value))
}

impl PartialEq for Json {
    fn eq(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Bool(one), Self::Bool(other)) => one == other,
            (Self::Number(one), Self::Number(other)) | (Self::String(one), Self::String(other)) => {
                one == other
            }
            (Self::Array(one), Self::Array(other)) => one == other,
            (Self::Object(one), Self::Object(other)) => same_members(one, other),
            _ => false,
        }
    }
}

impl Eq for Json {}

impl FromStr for Json {
    type Err = ParseError;

    fn from_str(text: &str) -> Result<Self, ParseError> {
        Source(text).read().map(|json| json.to_json())
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Bool(value) => write!(f, "{value}"),
            Self::Number(text) => f.write_str(text),
            Self::String(text) => write_quoted(f, text),
            Self::Array(items) => {
                f.write_char('[')?;
                for (position, item) in items.iter().enumerate() {
                    if position > 0 {
                        f.write_char(',')?;
                    }
                    write!(f, "{item}")?;
                }
                f.write_char(']')
            }
            Self::Object(members) => {
                f.write_char('{')?;
                for (position, (key, value)) in members.iter().enumerate() {
                    if position > 0 {
                        f.write_char(',')?;
                    }
                    write_quoted(f, key)?;
                    write!(f, ":{value}")?;
                }
                f.write_char('}')
            }
        }
    }
}

/// Writes `text` in quotes, with the escapes that Jackson writes: the short ones where there are,
/// `\u001F` for other control characters, and everything else as it is.
pub(crate) fn write_quoted(f: &mut impl fmt::Write, text: &str) -> fmt::Result {
    f.write_char('"')?;
    for character in text.chars() {
        match character {
            '"' => f.write_str("\\\"")?,
            '\\' => f.write_str("\\\\")?,
            '\u{8}' => f.write_str("\\b")?,
            '\t' => f.write_str("\\t")?,
            '\n' => f.write_str("\\n")?,
            '\u{c}' => f.write_str("\\f")?,
            '\r' => f.write_str("\\r")?,
            '\0'..='\u{1f}' => write!(f, "\\u{:04X}", u32::from(character))?,
            _ => f.write_char(character)?,
        }
    }
    f.write_char('"')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn json(text: &str) -> Json {
        text.parse().unwrap()
    }

    #[test]
    fn values_are_written_compactly_in_the_order_of_the_text() {
        let text = r#" { "b" : [ 1 , 2.50 , true , null ] , "a" : { } , "" : "x" } "#;
        assert_eq!(
            json(text).to_string(),
            r#"{"b":[1,2.5,true,null],"a":{},"":"x"}"#
        );
    }

    #[test]
    fn texts_are_escaped_as_jackson_escapes_them() {
        let text = "\"\\\u{8}\t\n\u{c}\r\u{1f}\u{7f}/é\u{2028}😀";
        let expected = "\"\\\"\\\\\\b\\t\\n\\f\\r\\u001F\u{7f}/é\u{2028}😀\"";
        assert_eq!(Json::String(text.to_owned()).to_string(), expected);
        assert_eq!(json(expected), Json::String(text.to_owned()));
    }

    #[test]
    fn objects_are_equal_in_whatever_order_their_members_stand() {
        assert_eq!(
            json(r#"{"a":1,"b":{"c":[],"d":2}}"#),
            json(r#"{"b":{"d":2,"c":[]},"a":1}"#)
        );
        assert_ne!(json(r#"{"a":1,"b":2}"#), json(r#"{"b":1,"a":2}"#));
        assert_ne!(json(r#"{"a":1}"#), json(r#"{"a":1,"b":2}"#));
        assert_ne!(json("[1,2]"), json("[2,1]"));
        assert_eq!(json(r#"{"a":1}"#).get("a"), Some(&json("1")));
    }
}
