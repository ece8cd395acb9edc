//! Under which subjects the nested types of a schema stand.

use std::fmt;
use std::sync::Arc;

use crate::schema::Name;

/// How the subjects are named under which the nested types of a schema stand, and which of those
/// types have one (`reference.subject.name.strategy`).
///
/// ```
/// use avrolane::registry::ReferenceSubjectNameStrategy;
/// use avrolane::schema::Name;
///
/// let money = Name::new("com.example.Money")?;
/// let strategy = ReferenceSubjectNameStrategy::RecordName;
/// assert_eq!(strategy.subject(&money).as_deref(), Some("com.example.Money"));
///
/// let of_example = ReferenceSubjectNameStrategy::custom(|name| {
///     name.as_str().starts_with("com.example.").then(|| format!("types.{}", name.simple()))
/// });
/// assert_eq!(of_example.subject(&money).as_deref(), Some("types.Money"));
/// assert_eq!(of_example.subject(&Name::new("org.Money")?), None);
/// # Ok::<(), avrolane::schema::InvalidName>(())
/// ```
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub enum ReferenceSubjectNameStrategy {
    /// The full name of the type, for every record, enum and fixed: the subject that
    /// [`SubjectNameStrategy::RecordName`](crate::subject::SubjectNameStrategy::RecordName) gives
    /// to a record.
    #[default]
    RecordName,
    /// What a function makes of the type's name; see [`custom`](Self::custom).
    Custom(ReferenceSubjectFunction),
}

/// A function from the names of types to subjects.
#[derive(Clone)]
pub struct ReferenceSubjectFunction(Arc<Function>);

type Function = dyn Fn(&Name) -> Option<String> + Send + Sync;

impl ReferenceSubjectNameStrategy {
    /// What `subject` makes of the type's full name; a type for which that is nothing stays inside
    /// of the schemas that contain it.
    ///
    /// A subject without a context, such as `Money` rather than `:.shared:Money`, is one in the
    /// context of the subject that the whole schema stands under.
    #[must_use]
    pub fn custom(subject: impl Fn(&Name) -> Option<String> + Send + Sync + 'static) -> Self {
        Self::Custom(ReferenceSubjectFunction(Arc::new(subject)))
    }

    /// The subject of the type with this name, if it has one of its own.
    #[must_use]
    pub fn subject(&self, name: &Name) -> Option<String> {
        match self {
            Self::RecordName => Some(name.to_string()),
            Self::Custom(ReferenceSubjectFunction(subject)) => subject(name),
        }
    }
}

impl fmt::Debug for ReferenceSubjectFunction {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ReferenceSubjectFunction")
    }
}
