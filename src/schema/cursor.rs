//! A JSON value on the way down into a schema's text.

use std::fmt;

use super::json::Json;
use super::parse::Rules;
use super::parse_error::{ParseError, ParseErrorKind};
use super::spanned::{Source, Spanned, Value};

/// A value of the text, which knows the way that led to it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cursor<'a> {
    source: Source<'a>,
    rules: Rules,
    json: &'a Spanned,
    parent: Option<&'a Self>,
    step: Step,
}

#[derive(Debug, Clone, Copy)]
enum Step {
    None,
    Member(&'static str),
    Item(usize),
}

impl<'a> Cursor<'a> {
    /// The outermost value of the text.
    pub(super) fn top(source: Source<'a>, json: &'a Spanned, rules: Rules) -> Self {
        Self {
            source,
            rules,
            json,
            parent: None,
            step: Step::None,
        }
    }

    fn down<'s>(&'s self, json: &'s Spanned, step: Step) -> Cursor<'s> {
        Cursor {
            json,
            parent: Some(self),
            step,
            ..*self
        }
    }

    /// Where the value starts in the text, for an error that comes later.
    pub(super) fn offset(&self) -> usize {
        self.json.offset
    }

    pub(super) fn value(&self) -> &'a Value {
        &self.json.value
    }

    /// The error that `kind` is wrong here.
    #[cold]
    pub(super) fn error(&self, kind: ParseErrorKind) -> ParseError {
        self.source.error(kind, self.json.offset, self.to_string())
    }

    /// The error that this is not what is expected here, such as `an array of fields`.
    #[cold]
    pub(super) fn unlike(&self, expected: &'static str) -> ParseError {
        self.error(ParseErrorKind::WrongJson { expected })
    }

    pub(super) fn text(&self, expected: &'static str) -> Result<&'a str, ParseError> {
        match self.value() {
            Value::String(text) => Ok(text),
            _ => Err(self.unlike(expected)),
        }
    }

    pub(super) fn items(
        &self,
        expected: &'static str,
    ) -> Result<impl Iterator<Item = Cursor<'_>>, ParseError> {
        let Value::Array(items) = self.value() else {
            return Err(self.unlike(expected));
        };
        let items = items.iter().enumerate();
        Ok(items.map(|(position, item)| self.down(item, Step::Item(position))))
    }

    pub(super) fn texts(&self, expected: &'static str) -> Result<Vec<String>, ParseError> {
        self.items(expected)?
            .map(|item| item.text(expected).map(str::to_owned))
            .collect()
    }

    pub(super) fn member(&self, key: &'static str) -> Option<Cursor<'_>> {
        let Value::Object(members) = self.value() else {
            return None;
        };
        let value = members
            .iter()
            .find_map(|(name, value)| (name == key).then_some(value))?;
        Some(self.down(value, Step::Member(key)))
    }

    pub(super) fn required(&self, key: &'static str) -> Result<Cursor<'_>, ParseError> {
        self.member(key)
            .ok_or_else(|| self.error(ParseErrorKind::MissingMember(key)))
    }

    /// The text in the member `key`. In registered schemas, as in Java, something else than text
    /// counts as nothing.
    pub(super) fn optional_text(
        &self,
        key: &'static str,
        expected: &'static str,
    ) -> Result<Option<String>, ParseError> {
        match (self.member(key), self.rules) {
            (None, _) => Ok(None),
            (Some(member), Rules::New) => Ok(Some(member.text(expected)?.to_owned())),
            (Some(member), Rules::Registered) => Ok(member.text(expected).ok().map(str::to_owned)),
        }
    }

    /// The members of the object that are not among `known`.
    pub(super) fn properties(&self, known: &[&str]) -> Vec<(String, Json)> {
        let Value::Object(members) = self.value() else {
            return Vec::new();
        };
        let unknown = members
            .iter()
            .filter(|(key, _)| !known.contains(&key.as_str()));
        unknown
            .map(|(key, value)| (key.clone(), value.to_json()))
            .collect()
    }

    pub(super) fn to_json(self) -> Json {
        self.json.to_json()
    }
}

/// Writes the way as a JSON pointer.
impl fmt::Display for Cursor<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(parent) = self.parent {
            write!(f, "{parent}")?;
        }
        match self.step {
            Step::None => Ok(()),
            Step::Member(key) => write!(f, "/{key}"),
            Step::Item(position) => write!(f, "/{position}"),
        }
    }
}
