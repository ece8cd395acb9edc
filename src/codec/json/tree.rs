//! JSON values from which data is made.

use std::collections::HashSet;
use std::fmt;

use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};

use crate::schema::{Json, write_quoted};

/// A JSON value, whoever has read it.
pub(crate) trait Tree: Sized {
    fn shape(&self) -> Shape<'_, Self>;

    /// The members of an object, in their order; none of anything else.
    fn members(&self) -> impl Iterator<Item = (&str, &Self)>;

    /// The value of the member `key`, which most likely stands at `position`.
    fn member(&self, key: &str, position: usize) -> Option<&Self>;
}

/// What a value is.
#[derive(Debug)]
pub(crate) enum Shape<'a, J> {
    Null,
    Boolean(bool),
    Number(Number),
    Text(&'a str),
    Array(&'a [J]),
    /// An object with this many members.
    Object(usize),
}

/// A number, as its text has it.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) enum Number {
    /// Without fraction and exponent.
    Integer(i128),
    Float(f64),
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Integer(number) => write!(f, "{number}"),
            Self::Float(number) => write!(f, "{number:?}"),
        }
    }
}

/// The values of defaults.
impl Tree for Json {
    fn shape(&self) -> Shape<'_, Self> {
        match self {
            Self::Null => Shape::Null,
            Self::Bool(value) => Shape::Boolean(*value),
            Self::Number(text) => Shape::Number(match text.parse() {
                Ok(number) => Number::Integer(number),
                Err(_) => Number::Float(text.parse().unwrap_or(f64::NAN)),
            }),
            Self::String(text) => Shape::Text(text),
            Self::Array(items) => Shape::Array(items),
            Self::Object(members) => Shape::Object(members.len()),
        }
    }

    fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        let members = match self {
            Self::Object(members) => members.as_slice(),
            _ => &[],
        };
        members.iter().map(|(key, value)| (key.as_str(), value))
    }

    fn member(&self, key: &str, _: usize) -> Option<&Self> {
        self.get(key)
    }
}

/// The values that other programs hand over.
impl Tree for serde_json::Value {
    fn shape(&self) -> Shape<'_, Self> {
        match self {
            Self::Null => Shape::Null,
            Self::Bool(value) => Shape::Boolean(*value),
            Self::Number(number) => Shape::Number(match number.as_i128() {
                Some(number) => Number::Integer(number),
                None => Number::Float(number.as_f64().unwrap_or(f64::NAN)),
            }),
            Self::String(text) => Shape::Text(text),
            Self::Array(items) => Shape::Array(items),
            Self::Object(members) => Shape::Object(members.len()),
        }
    }

    fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        let members = self.as_object().into_iter().flatten();
        members.map(|(key, value)| (key.as_str(), value))
    }

    fn member(&self, key: &str, _: usize) -> Option<&Self> {
        self.get(key)
    }
}

/// A value that was read from a text, with its members in their order.
#[derive(Debug)]
pub(super) enum TextTree {
    Null,
    Boolean(bool),
    Number(Number),
    Text(String),
    Array(Vec<Self>),
    Object(Vec<(String, Self)>),
}

impl Tree for TextTree {
    fn shape(&self) -> Shape<'_, Self> {
        match self {
            Self::Null => Shape::Null,
            Self::Boolean(value) => Shape::Boolean(*value),
            Self::Number(number) => Shape::Number(*number),
            Self::Text(text) => Shape::Text(text),
            Self::Array(items) => Shape::Array(items),
            Self::Object(members) => Shape::Object(members.len()),
        }
    }

    fn members(&self) -> impl Iterator<Item = (&str, &Self)> {
        let members = match self {
            Self::Object(members) => members.as_slice(),
            _ => &[],
        };
        members.iter().map(|(key, value)| (key.as_str(), value))
    }

    fn member(&self, key: &str, position: usize) -> Option<&Self> {
        let Self::Object(members) = self else {
            return None;
        };
        match members.get(position) {
            Some((name, value)) if name == key => Some(value),
            _ => members
                .iter()
                .find_map(|(name, value)| (name == key).then_some(value)),
        }
    }
}

/// Reads a text of one value.
pub(super) fn parse(text: &str, max_nesting: u32) -> Result<TextTree, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_str(text);
    // The nesting is counted here instead, so that all that can be written can be read.
    deserializer.disable_recursion_limit();
    let tree = Nested { left: max_nesting }.deserialize(&mut deserializer)?;
    deserializer.end()?;
    Ok(tree)
}

/// Reads a value that may have so many more levels of nesting.
#[derive(Clone, Copy)]
struct Nested {
    left: u32,
}

impl Nested {
    fn deeper<E: serde::de::Error>(self) -> Result<Self, E> {
        match self.left.checked_sub(1) {
            Some(left) => Ok(Self { left }),
            None => Err(E::custom("the values are nested deeper than the limit")),
        }
    }
}

impl<'de> DeserializeSeed<'de> for Nested {
    type Value = TextTree;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<TextTree, D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Nested {
    type Value = TextTree;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value")
    }

    fn visit_unit<E>(self) -> Result<TextTree, E> {
        Ok(TextTree::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<TextTree, E> {
        Ok(TextTree::Boolean(value))
    }

    fn visit_i64<E>(self, number: i64) -> Result<TextTree, E> {
        Ok(TextTree::Number(Number::Integer(number.into())))
    }

    fn visit_u64<E>(self, number: u64) -> Result<TextTree, E> {
        Ok(TextTree::Number(Number::Integer(number.into())))
    }

    fn visit_f64<E>(self, number: f64) -> Result<TextTree, E> {
        Ok(TextTree::Number(Number::Float(number)))
    }

    fn visit_str<E>(self, text: &str) -> Result<TextTree, E> {
        Ok(TextTree::Text(text.to_owned()))
    }

    fn visit_string<E>(self, text: String) -> Result<TextTree, E> {
        Ok(TextTree::Text(text))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<TextTree, A::Error> {
        let inner = self.deeper()?;
        let mut items = Vec::new();
        while let Some(item) = sequence.next_element_seed(inner)? {
            items.push(item);
        }
        Ok(TextTree::Array(items))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<TextTree, A::Error> {
        let inner = self.deeper()?;
        let mut members: Vec<(String, TextTree)> = Vec::new();
        let mut keys = HashSet::new();
        while let Some(key) = map.next_key::<String>()? {
            if !keys.insert(key.clone()) {
                let mut quoted = String::new();
                write_quoted(&mut quoted, &key).map_err(A::Error::custom)?;
                return Err(A::Error::custom(format!(
                    "the member {quoted} stands twice"
                )));
            }
            members.push((key, map.next_value_seed(inner)?));
        }
        Ok(TextTree::Object(members))
    }
}
