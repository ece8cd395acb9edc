//! The registry's verdict on a new schema.

use super::differences::differences;
use super::level::CompatibilityLevel;
use super::message::{message, quote};
use crate::resolution::Incompatibility;
use crate::schema::Schema;

/// Whether `new` may be registered after `old`, the versions of its subject, the newest first.
///
/// As in the registry, a level that is not transitive looks at the newest version alone, and the
/// first version that fails ends the check.
///
/// ```
/// use avrolane::compat::{CompatibilityLevel, check};
/// use avrolane::schema::Schema;
///
/// let old = Schema::parse(r#"{"type": "record", "name": "R", "fields": []}"#)?;
/// let new = Schema::parse(
///     r#"{"type": "record", "name": "R", "fields": [{"name": "a", "type": "int"}]}"#,
/// )?;
/// let report = check(CompatibilityLevel::Backward, &new, [(1, &old)]);
/// assert!(!report.is_compatible());
/// assert_eq!(
///     report.messages()[0],
///     "{errorType:'READER_FIELD_MISSING_DEFAULT_VALUE', description:'The field 'a' at path \
///      '/fields/0' in the new schema has no default value and is missing in the old schema', \
///      additionalInfo:'a'}",
/// );
/// # Ok::<(), avrolane::schema::ParseError>(())
/// ```
pub fn check<'a>(
    level: CompatibilityLevel,
    new: &Schema,
    old: impl IntoIterator<Item = (i32, &'a Schema)>,
) -> Report {
    report(level, new, old, Extent::FirstFailure)
}

/// As [`check`], but goes on to every version that the level asks about, as a developer wants to know
/// them all at once. The verdict is the same.
///
/// ```
/// use avrolane::compat::{CompatibilityLevel, check_every_version};
/// use avrolane::schema::Schema;
///
/// let [int, string] = [Schema::of::<i32>(), Schema::of::<String>()];
/// let level = CompatibilityLevel::BackwardTransitive;
/// let report = check_every_version(level, &int, [(2, &string), (1, &string)]);
/// assert_eq!(report.versions().iter().filter(|found| !found.is_compatible()).count(), 2);
/// ```
pub fn check_every_version<'a>(
    level: CompatibilityLevel,
    new: &Schema,
    old: impl IntoIterator<Item = (i32, &'a Schema)>,
) -> Report {
    report(level, new, old, Extent::EveryVersion)
}

/// How far a check goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Extent {
    FirstFailure,
    EveryVersion,
}

fn report<'a>(
    level: CompatibilityLevel,
    new: &Schema,
    old: impl IntoIterator<Item = (i32, &'a Schema)>,
    extent: Extent,
) -> Report {
    let count = match level {
        CompatibilityLevel::None => 0,
        level if level.is_transitive() => usize::MAX,
        _ => 1,
    };
    let mut versions = Vec::new();
    for (version, old) in old.into_iter().take(count) {
        let report = VersionReport::of(level, new, version, old);
        let is_compatible = report.is_compatible();
        versions.push(report);
        if !is_compatible && extent == Extent::FirstFailure {
            break;
        }
    }
    Report { level, versions }
}

/// Which of two schemas reads what the other wrote.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Direction {
    /// The new schema reads data of the earlier one.
    Backward,
    /// The earlier schema reads data of the new one.
    Forward,
}

/// What was found about a new schema.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    level: CompatibilityLevel,
    versions: Vec<VersionReport>,
}

/// What was found between a new schema and one earlier version.
#[derive(Debug, Clone, PartialEq)]
pub struct VersionReport {
    version: i32,
    schema: Schema,
    forward: Vec<Incompatibility>,
    backward: Vec<Incompatibility>,
}

impl Report {
    /// The level that was asked for.
    #[must_use]
    pub fn level(&self) -> CompatibilityLevel {
        self.level
    }

    /// Whether the new schema may be registered.
    #[must_use]
    pub fn is_compatible(&self) -> bool {
        self.versions.iter().all(VersionReport::is_compatible)
    }

    /// The versions that were looked at, the newest first. After [`check`] only the last can have
    /// differences.
    #[must_use]
    pub fn versions(&self) -> &[VersionReport] {
        &self.versions
    }

    /// What the registry answers: a message for each difference, then which version and which
    /// schema it is about, then the level. Nothing if there are no differences.
    #[must_use]
    pub fn messages(&self) -> Vec<String> {
        let versions = self.versions.iter();
        let mut messages: Vec<String> = versions
            .flat_map(|version| version.messages(self.level))
            .collect();
        if !messages.is_empty() {
            messages.push(format!(
                "{{validateFields: 'false', compatibility: '{}'}}",
                self.level
            ));
        }
        messages
    }
}

impl VersionReport {
    fn of(level: CompatibilityLevel, new: &Schema, version: i32, old: &Schema) -> Self {
        let (mut forward, mut backward) = (Vec::new(), Vec::new());
        if level.is_forward() {
            forward = differences(old, new);
        }
        if level.is_backward() {
            backward = differences(new, old);
        }
        Self {
            version,
            schema: old.clone(),
            forward,
            backward,
        }
    }

    /// The number of the version.
    #[must_use]
    pub fn version(&self) -> i32 {
        self.version
    }

    /// The differences that keep the one from reading data of the other; none where the level
    /// does not ask for it.
    #[must_use]
    pub fn differences(&self, direction: Direction) -> &[Incompatibility] {
        match direction {
            Direction::Backward => &self.backward,
            Direction::Forward => &self.forward,
        }
    }

    /// Whether there are no differences.
    #[must_use]
    pub fn is_compatible(&self) -> bool {
        self.forward.is_empty() && self.backward.is_empty()
    }

    fn messages(&self, level: CompatibilityLevel) -> Vec<String> {
        let mut messages: Vec<String> = self
            .forward
            .iter()
            .map(|found| message(found, "old", "new"))
            .collect();
        messages.extend(
            self.backward
                .iter()
                .map(|found| message(found, "new", "old")),
        );
        // Where both directions are asked for, the registry says which schema it is only behind
        // what is wrong with the backward one (`SchemaValidatorBuilder.mutualReadStrategy`).
        let last = if level.is_backward() {
            &self.backward
        } else {
            &self.forward
        };
        if !last.is_empty() {
            messages.push(format!("{{oldSchemaVersion: {}}}", self.version));
            messages.push(quote(&self.schema.registered_text()));
        }
        messages
    }
}
