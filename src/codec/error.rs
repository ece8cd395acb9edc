//! What can go wrong when values become bytes and bytes values.

use std::borrow::Cow;
use std::fmt;

/// A value that its schema cannot hold.
///
/// [`Display`](fmt::Display) names the field: `field amount: 12.345 has more than 2 decimal places`.
#[derive(Debug)]
pub struct EncodeError(Box<EncodeInner>);

#[derive(Debug)]
struct EncodeInner {
    path: FieldPath,
    reason: String,
}

impl EncodeError {
    /// An error with a reason in words: a lower-case fragment that names the value.
    #[cold]
    #[must_use]
    pub fn new(reason: impl Into<String>) -> Self {
        Self(Box::new(EncodeInner {
            path: FieldPath::default(),
            reason: reason.into(),
        }))
    }

    /// The path of the field whose value it is, such as `order.lines[].sku`; empty for the
    /// outermost value.
    #[must_use]
    pub fn field_path(&self) -> String {
        self.0.path.to_string()
    }

    /// Says that the value stands in the field `name`. The derived code calls it from the inside
    /// out.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn in_field(mut self, name: &'static str) -> Self {
        self.0.path.push(Segment::Field(name));
        self
    }

    /// Says that the value is an item of an array or of a map.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn in_items(mut self) -> Self {
        self.0.path.push(Segment::Items);
        self
    }

    /// As [`in_field`](Self::in_field), for a schema that is known only at run time.
    #[cold]
    pub(crate) fn in_named_field(mut self, name: &str) -> Self {
        self.0.path.push(Segment::Named(name.into()));
        self
    }

    /// Says that the value is the item at `position` of an array.
    #[cold]
    pub(crate) fn in_item(mut self, position: usize) -> Self {
        self.0.path.push(Segment::Item(position));
        self
    }

    /// Says that the value stands under `key` in a map.
    #[cold]
    pub(crate) fn in_entry(mut self, key: &str) -> Self {
        self.0.path.push(Segment::Entry(clip(key).into()));
        self
    }
}

/// As much of a text from outside as an error shows.
pub(super) fn clip(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(MAX_CHARACTERS) {
        None => text.into(),
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
    }
}

impl fmt::Display for EncodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.path.prefix(f)?;
        f.write_str(&self.0.reason)
    }
}

impl std::error::Error for EncodeError {}

/// Bytes that are no value of the type they are read as.
///
/// It says what is wrong, in which field, and at which byte:
///
/// ```
/// use avrolane::codec::{self, DecodeErrorKind};
///
/// let error = codec::decode::<Vec<String>>(&[2, 8, b'a']).unwrap_err();
/// assert_eq!(error.kind(), &DecodeErrorKind::Truncated);
/// assert_eq!(error.offset(), 1);
/// assert_eq!(error.to_string(), "[]: the data ends in the middle of a value, at byte 1");
/// ```
#[derive(Debug)]
pub struct DecodeError(Box<DecodeInner>);

#[derive(Debug)]
struct DecodeInner {
    kind: DecodeErrorKind,
    path: FieldPath,
    offset: usize,
}

/// What is wrong with bytes that cannot be decoded.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DecodeErrorKind {
    /// The data ends in the middle of a value.
    Truncated,
    /// A variable-length number is longer than its type allows.
    VarintOverflow,
    /// A number does not fit the Rust type it is read as.
    OutOfRange,
    /// A boolean is neither 0 nor 1.
    InvalidBoolean,
    /// A length is negative, or larger than what is left of the data.
    InvalidLength(i64),
    /// An array has not as many items as the Rust type.
    WrongLength {
        /// How many items the type has.
        expected: usize,
        /// How many the data has.
        found: usize,
    },
    /// Text is not UTF-8.
    InvalidUtf8,
    /// An enum's or a union's position is not one that the schema has.
    InvalidIndex(i64),
    /// The writer wrote a symbol, or a branch of a union, that the reader does not know.
    Unreadable(String),
    /// Values are nested deeper than [`Limits::max_depth`](super::Limits::max_depth).
    TooDeep,
    /// Arrays and maps would take more than
    /// [`Limits::max_allocation`](super::Limits::max_allocation).
    TooLarge,
    /// Text is not what its logical type asks for, such as a UUID.
    InvalidText(String),
    /// A value is not one that the Rust type can have, which a conversion of the user's says.
    InvalidValue(String),
    /// Bytes are left behind the value, and the reader does not allow that.
    TrailingBytes(usize),
}

impl fmt::Display for DecodeErrorKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Truncated => f.write_str("the data ends in the middle of a value"),
            Self::VarintOverflow => f.write_str("a number is longer than its type allows"),
            Self::OutOfRange => f.write_str("a number does not fit the type it is read as"),
            Self::InvalidBoolean => f.write_str("a boolean is neither 0 nor 1"),
            Self::InvalidLength(length) => {
                write!(
                    f,
                    "the length {length} is negative or larger than what is left of the data"
                )
            }
            Self::WrongLength { expected, found } => {
                write!(
                    f,
                    "an array has {found} items where the type has {expected}"
                )
            }
            Self::InvalidUtf8 => f.write_str("text is not UTF-8"),
            Self::InvalidIndex(index) => write!(f, "the schema has no symbol or branch {index}"),
            Self::Unreadable(what) => f.write_str(what),
            Self::TooDeep => f.write_str("values are nested deeper than the limit"),
            Self::TooLarge => f.write_str("arrays and maps would take more memory than the limit"),
            Self::InvalidText(what) | Self::InvalidValue(what) => f.write_str(what),
            Self::TrailingBytes(count) => write!(f, "{count} bytes are left behind the value"),
        }
    }
}

impl DecodeError {
    #[cold]
    pub(crate) fn new(kind: DecodeErrorKind, offset: usize) -> Self {
        Self(Box::new(DecodeInner {
            kind,
            path: FieldPath::default(),
            offset,
        }))
    }

    /// What is wrong.
    #[must_use]
    pub fn kind(&self) -> &DecodeErrorKind {
        &self.0.kind
    }

    /// The path of the field, such as `order.lines[].sku`; empty for the outermost value.
    #[must_use]
    pub fn field_path(&self) -> String {
        self.0.path.to_string()
    }

    /// The position in the datum, counted from 0 behind any framing, at which reading the value
    /// failed.
    #[must_use]
    pub fn offset(&self) -> usize {
        self.0.offset
    }

    /// Says that the value stands in the field `name`. The derived code calls it from the inside
    /// out.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn in_field(mut self, name: &'static str) -> Self {
        self.0.path.push(Segment::Field(name));
        self
    }

    /// Says that the value is an item of an array or of a map.
    #[doc(hidden)]
    #[cold]
    #[must_use]
    pub fn in_items(mut self) -> Self {
        self.0.path.push(Segment::Items);
        self
    }

    /// As [`in_field`](Self::in_field), for a schema that is known only at run time.
    #[cold]
    pub(super) fn in_named_field(mut self, name: &str) -> Self {
        self.0.path.push(Segment::Named(name.into()));
        self
    }
}

impl fmt::Display for DecodeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.path.prefix(f)?;
        write!(f, "{}, at byte {}", self.0.kind, self.0.offset)
    }
}

impl std::error::Error for DecodeError {}

/// How many steps of a path an error keeps: beyond that, a recursive value repeats itself.
const MAX_SEGMENTS: usize = 32;
/// How many characters an error shows of a text from outside.
const MAX_CHARACTERS: usize = 60;

/// The path to a field, kept from the inside out.
#[derive(Debug, Default)]
struct FieldPath {
    inside_out: Vec<Segment>,
    left_out: usize,
}

#[derive(Debug)]
enum Segment {
    Field(&'static str),
    Named(Box<str>),
    Items,
    Item(usize),
    Entry(Box<str>),
}

impl FieldPath {
    fn push(&mut self, segment: Segment) {
        if self.inside_out.len() < MAX_SEGMENTS {
            self.inside_out.push(segment);
        } else {
            self.left_out += 1;
        }
    }

    fn prefix(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.inside_out.last() {
            Some(Segment::Field(_) | Segment::Named(_)) => write!(f, "field {self}: "),
            Some(Segment::Items | Segment::Item(_) | Segment::Entry(_)) => write!(f, "{self}: "),
            None => Ok(()),
        }
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.left_out > 0 {
            f.write_str("…")?;
        }
        for (position, segment) in self.inside_out.iter().rev().enumerate() {
            let name = match segment {
                Segment::Field(name) => name,
                Segment::Named(name) => &**name,
                Segment::Items => {
                    f.write_str("[]")?;
                    continue;
                }
                Segment::Item(position) => {
                    write!(f, "[{position}]")?;
                    continue;
                }
                Segment::Entry(key) => {
                    write!(f, "[{key:?}]")?;
                    continue;
                }
            };
            if position > 0 || self.left_out > 0 {
                f.write_str(".")?;
            }
            f.write_str(name)?;
        }
        Ok(())
    }
}
