//! JSON values that know where in the text they stand.

use std::fmt;

use rustc_hash::FxHashMap;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;

use super::json::Json;
use super::number;
use super::parse_error::{ParseError, ParseErrorKind};

/// The longest text that is read, in bytes.
const MAX_LENGTH: usize = 4 << 20;

/// How deep values may be nested: each record takes three levels of JSON.
const MAX_NESTING: usize = 512;

/// A JSON value and the offset in the text at which it starts.
#[derive(Debug)]
pub(super) struct Spanned {
    pub(super) offset: usize,
    pub(super) value: Value,
}

/// As [`Json`], with the positions of the inner values.
#[derive(Debug)]
pub(super) enum Value {
    Null,
    Bool(bool),
    Number(String),
    String(String),
    Array(Vec<Spanned>),
    Object(Vec<(String, Spanned)>),
}

/// A text, for errors that say where in it something is wrong.
#[derive(Debug, Clone, Copy)]
pub(super) struct Source<'a>(pub(super) &'a str);

impl Source<'_> {
    /// Reads the whole text as one value.
    pub(super) fn read(self) -> Result<Spanned, ParseError> {
        if self.0.len() > MAX_LENGTH {
            return Err(self.error(ParseErrorKind::TooLong, 0, String::new()));
        }
        let raw: &RawValue = serde_json::from_str(self.0).map_err(|error| {
            let line = error.line().max(1);
            ParseError::new(reason(&error), String::new(), line, error.column().max(1))
        })?;
        if let Some(offset) = too_deep(self.0) {
            return Err(self.error(ParseErrorKind::TooDeep, offset, String::new()));
        }
        self.value(raw)
    }

    fn value(self, raw: &RawValue) -> Result<Spanned, ParseError> {
        let text = raw.get();
        // The value is a part of the text, so the distance of the two is its offset.
        let offset = text.as_ptr().addr() - self.0.as_ptr().addr();
        let invalid = |error: serde_json::Error| self.error(reason(&error), offset, String::new());
        let value = match text.as_bytes().first() {
            Some(b'n') => Value::Null,
            Some(b't') => Value::Bool(true),
            Some(b'f') => Value::Bool(false),
            Some(b'"') => Value::String(serde_json::from_str(text).map_err(invalid)?),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(invalid)?;
                let items = items.into_iter().map(|item| self.value(item));
                Value::Array(items.collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let members: Members<'_> = serde_json::from_str(text).map_err(invalid)?;
                let members = members.0.into_iter();
                let members = members.map(|(key, raw)| Ok((key, self.value(raw)?)));
                Value::Object(members.collect::<Result<_, ParseError>>()?)
            }
            _ => Value::Number(number::java_spelling(text)),
        };
        Ok(Spanned { offset, value })
    }

    /// The error that `kind` is wrong at `pointer`, which starts at `offset`.
    #[cold]
    pub(super) fn error(self, kind: ParseErrorKind, offset: usize, pointer: String) -> ParseError {
        let before = self.0.get(..offset).unwrap_or_default();
        let line = before.matches('\n').count() + 1;
        let column = before
            .chars()
            .rev()
            .take_while(|&character| character != '\n')
            .count()
            + 1;
        ParseError::new(kind, pointer, line, column)
    }
}

/// Where the nesting of a JSON text gets too deep, if it does.
fn too_deep(text: &str) -> Option<usize> {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for (offset, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
        if depth > MAX_NESTING {
            return Some(offset);
        }
    }
    None
}

/// What is wrong, without the position, which the error has a place of its own for.
fn reason(error: &serde_json::Error) -> ParseErrorKind {
    let text = error.to_string();
    let position = format!(" at line {} column {}", error.line(), error.column());
    ParseErrorKind::Json(text.strip_suffix(&position).unwrap_or(&text).to_owned())
}

impl Spanned {
    /// The value without positions.
    pub(super) fn to_json(&self) -> Json {
        match &self.value {
            Value::Null => Json::Null,
            Value::Bool(value) => Json::Bool(*value),
            Value::Number(text) => Json::Number(text.clone()),
            Value::String(text) => Json::String(text.clone()),
            Value::Array(items) => Json::Array(items.iter().map(Self::to_json).collect()),
            Value::Object(members) => {
                let members = members.iter();
                Json::Object(
                    members
                        .map(|(key, value)| (key.clone(), value.to_json()))
                        .collect(),
                )
            }
        }
    }
}

/// The members of an object. Where a key is repeated, its last value stands in the place of its
/// first one, as Jackson has it.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(MembersVisitor)
    }
}

struct MembersVisitor;

impl<'de> Visitor<'de> for MembersVisitor {
    type Value = Members<'de>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("an object")
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Members<'de>, A::Error> {
        let mut members: Vec<(String, &'de RawValue)> = Vec::new();
        let mut positions: FxHashMap<String, usize> = FxHashMap::default();
        while let Some((key, value)) = map.next_entry::<String, &'de RawValue>()? {
            let known = positions
                .get(&key)
                .and_then(|&position| members.get_mut(position));
            if let Some(member) = known {
                member.1 = value;
            } else {
                positions.insert(key.clone(), members.len());
                members.push((key, value));
            }
        }
        Ok(Members(members))
    }
}
