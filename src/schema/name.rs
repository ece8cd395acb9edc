//! The full names of records, enums and fixeds.

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The full name of a record, an enum or a fixed, such as `com.example.flights.FlightDeparted`.
///
/// Each part starts with an ASCII letter or `_` and goes on with letters, digits and `_`.
/// Cloning is cheap.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name(Arc<str>);

/// Text that is no name: it says which part of it, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InvalidName {
    part: String,
}

impl Name {
    /// The name with this full text.
    ///
    /// # Errors
    ///
    /// If a part between dots is empty, starts with a digit, or has another character than ASCII
    /// letters, digits and `_`.
    pub fn new(full: &str) -> Result<Self, InvalidName> {
        for part in full.split('.') {
            validate_simple(part)?;
        }
        Ok(Self(full.into()))
    }

    /// The name that a schema means by `name` where `namespace` is the enclosing one: a name with
    /// a dot is a full name, and the empty namespace is none.
    ///
    /// # Errors
    ///
    /// As [`Name::new`].
    pub(super) fn within(name: &str, namespace: &str) -> Result<Self, InvalidName> {
        match name.rsplit_once('.') {
            Some(("", simple)) => Self::new(simple),
            None if !namespace.is_empty() => Self::new(&format!("{namespace}.{name}")),
            Some(_) | None => Self::new(name),
        }
    }

    /// Everything before the last dot, or nothing.
    #[must_use]
    pub fn namespace(&self) -> Option<&str> {
        self.0.rsplit_once('.').map(|(namespace, _)| namespace)
    }

    /// What follows the last dot.
    #[must_use]
    pub fn simple(&self) -> &str {
        self.0
            .rsplit_once('.')
            .map_or(&*self.0, |(_, simple)| simple)
    }

    /// The whole text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Whether `text` can name a field or a symbol, or be one part of a full name.
pub(super) fn validate_simple(text: &str) -> Result<(), InvalidName> {
    let mut bytes = text.bytes();
    let starts_well = bytes
        .next()
        .is_some_and(|first| first.is_ascii_alphabetic() || first == b'_');
    if starts_well && bytes.all(|byte| byte.is_ascii_alphanumeric() || byte == b'_') {
        Ok(())
    } else {
        Err(InvalidName {
            part: text.to_owned(),
        })
    }
}

impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl fmt::Debug for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Name({self})")
    }
}

impl AsRef<str> for Name {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for InvalidName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.part.is_empty() {
            f.write_str("a name, or a part of it between dots, is empty")
        } else {
            write!(
                f,
                "`{}` is no name: names start with a letter or `_`, and go on with letters, digits \
                 and `_`, all ASCII",
                self.part
            )
        }
    }
}

impl Error for InvalidName {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_name_has_a_namespace_and_a_simple_name() {
        let name = Name::new("com.example.Flight").unwrap();
        assert_eq!(name.namespace(), Some("com.example"));
        assert_eq!(name.simple(), "Flight");
        assert_eq!(name.to_string(), "com.example.Flight");
        assert_eq!(Name::new("Flight").unwrap().namespace(), None);
    }

    #[test]
    fn a_name_takes_the_enclosing_namespace_unless_it_has_its_own() {
        let within = |name, namespace| Name::within(name, namespace).unwrap().to_string();
        assert_eq!(within("R", "a.b"), "a.b.R");
        assert_eq!(within("c.R", "a.b"), "c.R");
        assert_eq!(within("R", ""), "R");
        assert_eq!(within(".R", "a.b"), "R");
    }

    #[test]
    fn names_that_avro_does_not_allow_are_refused() {
        for text in ["", "1a", "a-b", "a..b", ".a", "a.", "ä", "a b", "a.1"] {
            assert!(Name::new(text).is_err(), "{text}");
        }
    }
}
