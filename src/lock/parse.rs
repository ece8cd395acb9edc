//! From the text of a lock.

use std::collections::BTreeMap;
use std::str::FromStr;

use serde::Deserialize;
use toml::Spanned;

use super::{
    FORMAT, LockError, LockErrorKind, LockedSubject, LockedVersion, Registration, SchemaLock,
};
use crate::compat::CompatibilityLevel;
use crate::framing::SchemaId;
use crate::schema::{Fingerprint, SchemaGuid, SchemaReference};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct LockText {
    #[expect(dead_code, reason = "it is read before the rest is")]
    lock: u32,
    #[serde(default)]
    subject: Vec<SubjectText>,
}

/// What tells the format, whatever else there is.
#[derive(Deserialize)]
struct FormatText {
    lock: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct SubjectText {
    name: Spanned<String>,
    record: Option<String>,
    compatibility: Spanned<String>,
    #[serde(default)]
    version: Vec<VersionText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct VersionText {
    version: Spanned<u32>,
    guid: Spanned<String>,
    fingerprint: Spanned<String>,
    #[serde(default)]
    references: Vec<ReferenceText>,
    #[serde(default)]
    registered: BTreeMap<String, RegistrationText>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ReferenceText {
    name: String,
    subject: String,
    version: Spanned<u32>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RegistrationText {
    id: Spanned<u32>,
    version: Spanned<u32>,
}

impl FromStr for SchemaLock {
    type Err = LockError;

    fn from_str(text: &str) -> Result<Self, LockError> {
        let text = Text(text);
        text.refuse_merge_marks()?;
        let format = text.read::<FormatText>()?.lock;
        if *format.get_ref() > FORMAT {
            let kind = LockErrorKind::NewerFormat(*format.get_ref());
            return Err(text.error(kind, format.span().start));
        }
        if *format.get_ref() == 0 {
            return Err(text.wrong(&format, "a lock has a format of 1 or more"));
        }
        let mut lock = Self::new();
        for subject in text.read::<LockText>()?.subject {
            let (name, at) = (subject.name.get_ref().clone(), subject.name.span().start);
            let locked = text.subject(subject)?;
            if lock.subjects.insert(name.clone(), locked).is_some() {
                return Err(text.error(LockErrorKind::DuplicateSubject(name), at));
            }
        }
        Ok(lock)
    }
}

/// A lock's text, in which things have their places.
#[derive(Clone, Copy)]
struct Text<'a>(&'a str);

impl<'a> Text<'a> {
    fn error(self, kind: LockErrorKind, offset: usize) -> LockError {
        let before = self.0.get(..offset).unwrap_or(self.0);
        LockError::new(kind, before.matches('\n').count() + 1)
    }

    fn wrong<T>(self, place: &Spanned<T>, problem: impl Into<String>) -> LockError {
        self.error(LockErrorKind::Syntax(problem.into()), place.span().start)
    }

    fn refuse_merge_marks(self) -> Result<(), LockError> {
        let marked = self.0.lines().position(|line| {
            ["<<<<<<<", "=======", ">>>>>>>"]
                .iter()
                .any(|mark| line.starts_with(mark))
        });
        marked.map_or(Ok(()), |line| {
            Err(LockError::new(LockErrorKind::MergeConflict, line + 1))
        })
    }

    fn read<T: Deserialize<'a>>(self) -> Result<T, LockError> {
        toml::from_str(self.0).map_err(|error| {
            let problem = error.message().trim().replace('\n', ", ");
            let offset = error.span().map_or(0, |span| span.start);
            self.error(LockErrorKind::Syntax(problem), offset)
        })
    }

    fn subject(self, subject: SubjectText) -> Result<LockedSubject, LockError> {
        let SubjectText {
            name,
            record,
            compatibility: level,
            version: versions,
        } = subject;
        if versions.is_empty() {
            let kind = LockErrorKind::NoVersions(name.get_ref().clone());
            return Err(self.error(kind, name.span().start));
        }
        let compatibility = level.get_ref().parse::<CompatibilityLevel>();
        let mut locked = LockedSubject {
            record,
            compatibility: compatibility.map_err(|error| self.wrong(&level, error.to_string()))?,
            ..LockedSubject::default()
        };
        for version in versions {
            let at = version.version.span().start;
            let version = self.version(version)?;
            if locked.version(version.number).is_some() {
                let kind = LockErrorKind::DuplicateVersion {
                    subject: name.into_inner(),
                    version: version.number,
                };
                return Err(self.error(kind, at));
            }
            locked.insert(version);
        }
        Ok(locked)
    }

    fn version(self, version: VersionText) -> Result<LockedVersion, LockError> {
        let VersionText {
            version: number,
            guid,
            fingerprint,
            references,
            registered,
        } = version;
        let references = references.into_iter().map(|reference| {
            let number = self.version_number(&reference.version)?;
            Ok(SchemaReference {
                name: reference.name,
                subject: reference.subject,
                version: number.cast_signed(),
            })
        });
        let registered = registered.into_iter().map(|(registry, registration)| {
            let id = SchemaId::new(*registration.id.get_ref())
                .ok_or_else(|| self.wrong(&registration.id, "an id is at most 2147483647"))?;
            let version = self.version_number(&registration.version)?;
            Ok((registry, Registration { id, version }))
        });
        Ok(LockedVersion {
            number: self.version_number(&number)?,
            guid: guid.get_ref().parse::<SchemaGuid>().map_err(|error| {
                self.wrong(
                    &guid,
                    format!("`{}` is not a GUID: {error}", guid.get_ref()),
                )
            })?,
            fingerprint: self.fingerprint(&fingerprint)?,
            references: references.collect::<Result<_, LockError>>()?,
            registered: registered.collect::<Result<_, LockError>>()?,
        })
    }

    fn version_number(self, number: &Spanned<u32>) -> Result<u32, LockError> {
        match *number.get_ref() {
            number @ 1..=0x7fff_ffff => Ok(number),
            _ => Err(self.wrong(number, "the number of a version is from 1 to 2147483647")),
        }
    }

    fn fingerprint(self, text: &Spanned<String>) -> Result<Fingerprint, LockError> {
        let digits = text.get_ref();
        let number = match digits.len() {
            16 if !digits.starts_with('+') => u64::from_str_radix(digits, 16).ok(),
            _ => None,
        };
        number.map(Fingerprint::from_number).ok_or_else(|| {
            self.wrong(
                text,
                format!("`{digits}` is not a fingerprint, which has 16 hexadecimal digits"),
            )
        })
    }
}
