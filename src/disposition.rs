//! What to do about an error.

/// What to do about a record that failed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Disposition {
    /// The cause is a passing one: the same record may succeed later.
    Retry,
    /// This record, or every record of its schema, fails for good; others are not concerned.
    Skip,
    /// Every record fails until someone changes a setting, a permission or the program.
    Fatal,
}
