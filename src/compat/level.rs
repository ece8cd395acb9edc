//! What a subject asks of its new schemas.

use std::error::Error;
use std::fmt;
use std::str::FromStr;

/// What a subject of a registry asks of a new schema.
///
/// It is written and read as the registry spells it, such as `BACKWARD_TRANSITIVE`; reading does
/// not tell upper from lower case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
#[non_exhaustive]
pub enum CompatibilityLevel {
    /// Nothing.
    None,
    /// It reads what the latest version wrote.
    #[default]
    Backward,
    /// It reads what any version wrote.
    BackwardTransitive,
    /// The latest version reads what it writes.
    Forward,
    /// Every version reads what it writes.
    ForwardTransitive,
    /// It and the latest version read each other's data.
    Full,
    /// It and every version read each other's data.
    FullTransitive,
}

/// Text that is no compatibility level.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCompatibilityLevel(String);

impl CompatibilityLevel {
    const ALL: [Self; 7] = [
        Self::None,
        Self::Backward,
        Self::BackwardTransitive,
        Self::Forward,
        Self::ForwardTransitive,
        Self::Full,
        Self::FullTransitive,
    ];

    /// The registry's spelling.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::None => "NONE",
            Self::Backward => "BACKWARD",
            Self::BackwardTransitive => "BACKWARD_TRANSITIVE",
            Self::Forward => "FORWARD",
            Self::ForwardTransitive => "FORWARD_TRANSITIVE",
            Self::Full => "FULL",
            Self::FullTransitive => "FULL_TRANSITIVE",
        }
    }

    /// Whether every version counts, rather than the latest alone.
    #[must_use]
    pub const fn is_transitive(self) -> bool {
        matches!(
            self,
            Self::BackwardTransitive | Self::ForwardTransitive | Self::FullTransitive
        )
    }

    /// Whether the new schema has to read what earlier ones wrote.
    #[must_use]
    pub const fn is_backward(self) -> bool {
        matches!(
            self,
            Self::Backward | Self::BackwardTransitive | Self::Full | Self::FullTransitive
        )
    }

    /// Whether earlier schemas have to read what the new one writes.
    #[must_use]
    pub const fn is_forward(self) -> bool {
        matches!(
            self,
            Self::Forward | Self::ForwardTransitive | Self::Full | Self::FullTransitive
        )
    }
}

impl fmt::Display for CompatibilityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl FromStr for CompatibilityLevel {
    type Err = UnknownCompatibilityLevel;

    fn from_str(text: &str) -> Result<Self, UnknownCompatibilityLevel> {
        let found = Self::ALL
            .into_iter()
            .find(|level| level.as_str().eq_ignore_ascii_case(text));
        found.ok_or_else(|| UnknownCompatibilityLevel(text.to_owned()))
    }
}

impl fmt::Display for UnknownCompatibilityLevel {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let names: Vec<&str> = CompatibilityLevel::ALL
            .iter()
            .map(|level| level.as_str())
            .collect();
        write!(
            f,
            "`{}` is no compatibility level: write one of {}",
            self.0,
            names.join(", ")
        )
    }
}

impl Error for UnknownCompatibilityLevel {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_are_read_as_they_are_written() {
        for level in CompatibilityLevel::ALL {
            assert_eq!(level.to_string().parse(), Ok(level));
            assert_eq!(level.to_string().to_lowercase().parse(), Ok(level));
        }
        let error = "WRONG".parse::<CompatibilityLevel>().unwrap_err();
        let start = "`WRONG` is no compatibility level: write one of NONE, BACKWARD, ";
        assert!(error.to_string().starts_with(start), "{error}");
    }
}
