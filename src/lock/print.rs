//! The text of a lock.

use std::fmt;

use super::{FORMAT, LockedSubject, LockedVersion, SchemaLock};
use crate::schema;

impl fmt::Display for SchemaLock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("# Written by `avrolane lock`, to be committed.\n")?;
        writeln!(f, "lock = {FORMAT}")?;
        for (name, subject) in self.subjects() {
            write_subject(f, name, subject)?;
        }
        Ok(())
    }
}

fn write_subject(f: &mut fmt::Formatter<'_>, name: &str, subject: &LockedSubject) -> fmt::Result {
    f.write_str("\n[[subject]]\nname = ")?;
    write_text(f, name)?;
    if let Some(record) = &subject.record {
        f.write_str("\nrecord = ")?;
        write_text(f, record)?;
    }
    writeln!(f, "\ncompatibility = \"{}\"", subject.compatibility)?;
    subject
        .versions()
        .try_for_each(|version| write_version(f, version))
}

fn write_version(f: &mut fmt::Formatter<'_>, version: &LockedVersion) -> fmt::Result {
    let LockedVersion {
        number,
        guid,
        fingerprint,
        references,
        registered,
    } = version;
    writeln!(f, "\n[[subject.version]]")?;
    writeln!(f, "version = {number}")?;
    writeln!(f, "guid = \"{guid}\"")?;
    writeln!(f, "fingerprint = \"{fingerprint}\"")?;
    if !references.is_empty() {
        f.write_str("references = [\n")?;
        for reference in references {
            f.write_str("    { name = ")?;
            write_text(f, &reference.name)?;
            f.write_str(", subject = ")?;
            write_text(f, &reference.subject)?;
            writeln!(f, ", version = {} }},", reference.version)?;
        }
        f.write_str("]\n")?;
    }
    if !registered.is_empty() {
        f.write_str("registered = { ")?;
        for (position, (registry, registration)) in registered.iter().enumerate() {
            if position > 0 {
                f.write_str(", ")?;
            }
            write_text(f, registry)?;
            let (id, version) = (registration.id, registration.version);
            write!(f, " = {{ id = {id}, version = {version} }}")?;
        }
        f.write_str(" }\n")?;
    }
    Ok(())
}

/// Text as TOML has it: as JSON has it, but for one character.
fn write_text(f: &mut fmt::Formatter<'_>, text: &str) -> fmt::Result {
    let mut quoted = String::with_capacity(text.len() + 2);
    schema::write_quoted(&mut quoted, text)?;
    f.write_str(&quoted.replace('\u{7f}', "\\u007F"))
}
