//! Names of subjects as names of directories.

use std::fmt::Write as _;

/// The directory for the schemas of a subject.
///
/// It has the subject's name. What some file system cannot have in a name is percent-encoded:
/// control characters and `" % * / : < > ? \ |`, a dot at either end, a space at the end.
///
/// ```
/// use avrolane::lock::subject_to_directory;
///
/// assert_eq!(subject_to_directory("orders-value"), "orders-value");
/// assert_eq!(subject_to_directory(":.billing:orders-value"), "%3A.billing%3Aorders-value");
/// ```
#[must_use]
pub fn subject_to_directory(subject: &str) -> String {
    let mut directory = String::with_capacity(subject.len());
    let last = subject.chars().count().saturating_sub(1);
    for (position, character) in subject.chars().enumerate() {
        let at_end = position == last;
        let is_plain = match character {
            '.' => position != 0 && !at_end,
            ' ' => !at_end,
            '"' | '%' | '*' | '/' | ':' | '<' | '>' | '?' | '\\' | '|' => false,
            _ => !character.is_control(),
        };
        if is_plain {
            directory.push(character);
            continue;
        }
        for byte in character.encode_utf8(&mut [0; 4]).bytes() {
            // Writing to a string does not fail.
            let _ = write!(directory, "%{byte:02X}");
        }
    }
    directory
}

/// The subject whose schemas stand in a directory, or nothing where no subject's do: a name that
/// [`subject_to_directory`] does not give.
#[must_use]
pub fn subject_of_directory(directory: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(directory.len());
    let mut parts = directory.split('%');
    bytes.extend_from_slice(parts.next()?.as_bytes());
    for part in parts {
        let (digits, rest) = part.split_at_checked(2)?;
        bytes.push(u8::from_str_radix(digits, 16).ok()?);
        bytes.extend_from_slice(rest.as_bytes());
    }
    let subject = String::from_utf8(bytes).ok()?;
    (!subject.is_empty() && subject_to_directory(&subject) == directory).then_some(subject)
}
