//! The words of Confluent's registry for what is incompatible.

use crate::resolution::{Incompatibility, IncompatibilityKind};

/// The longest text of an earlier schema that is quoted in whole, in UTF-16 units.
const MAX_QUOTED: usize = 10 * 1024;

/// The message for one difference (Confluent's `avro.Difference`); `reader` and `writer` are
/// `new` and `old`, or the other way round.
pub(super) fn message(found: &Incompatibility, reader: &str, writer: &str) -> String {
    let Incompatibility {
        kind,
        reader_path: path,
        message,
        ..
    } = found;
    let description = match kind {
        IncompatibilityKind::FixedSizeMismatch => format!(
            "The size of FIXED type field at path '{path}' in the {reader} schema does not match \
             with the {writer} schema"
        ),
        IncompatibilityKind::TypeMismatch => format!(
            "The type (path '{path}') of a field in the {reader} schema does not match with the \
             {writer} schema"
        ),
        IncompatibilityKind::NameMismatch => {
            format!("The name of the schema has changed (path '{path}')")
        }
        IncompatibilityKind::MissingEnumSymbols => format!(
            "The {reader} schema is missing enum symbols '{message}' at path '{path}' in the \
             {writer} schema"
        ),
        IncompatibilityKind::MissingUnionBranch => format!(
            "The {reader} schema is missing a type inside a union field at path '{path}' in the \
             {writer} schema"
        ),
        IncompatibilityKind::ReaderFieldMissingDefaultValue => format!(
            "The field '{message}' at path '{path}' in the {reader} schema has no default value \
             and is missing in the {writer} schema"
        ),
        // Java gives up here, and the registry quotes its exception.
        IncompatibilityKind::AmbiguousField => {
            return format!("Unexpected exception during compatibility check: {message}");
        }
        IncompatibilityKind::LogicalTypeMismatch => String::new(),
    };
    format!("{{errorType:'{kind}', description:'{description}', additionalInfo:'{message}'}}")
}

/// The message that quotes the earlier schema.
pub(super) fn quote(text: &str) -> String {
    let mut units = 0;
    let cut = text.char_indices().find(|(_, character)| {
        units += character.len_utf16();
        units > MAX_QUOTED
    });
    match cut.and_then(|(end, _)| text.get(..end)) {
        Some(start) => format!("{{oldSchema: <truncated> '{start}...'}}"),
        None => format!("{{oldSchema: '{text}'}}"),
    }
}
