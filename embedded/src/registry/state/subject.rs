//! Subjects, and the contexts that they stand in.

use std::fmt;

use super::super::errors::Refusal;

/// The name of the default context.
const DEFAULT_CONTEXT: &str = ".";

/// A subject with its context: `orders-value` in the default context, `:.staging:orders-value` in
/// another one.
///
/// A subject without a name, `:.staging:`, stands for its context as a whole.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(in crate::registry) struct Subject {
    /// As clients write it, the default context left out.
    qualified: String,
    /// Where the name begins.
    name_at: usize,
}

impl Subject {
    /// Takes a subject apart. Anything is one, whether or not a schema may be registered there.
    pub(in crate::registry) fn new(text: &str) -> Self {
        match text.strip_prefix(':').and_then(|rest| rest.split_once(':')) {
            Some((DEFAULT_CONTEXT, name)) => Self {
                qualified: name.to_owned(),
                name_at: 0,
            },
            Some((context, _)) if context.starts_with('.') => Self {
                qualified: text.to_owned(),
                name_at: context.len() + 2,
            },
            _ => Self {
                qualified: text.to_owned(),
                name_at: 0,
            },
        }
    }

    /// The subject that stands for the context that a path names, with or without its colons and dot.
    pub(in crate::registry) fn of_context(name: &str) -> Self {
        let name = name.trim_matches(':');
        let name = name.strip_prefix(DEFAULT_CONTEXT).unwrap_or(name);
        Self::new(&format!(":.{name}:"))
    }

    /// The subject `name` of another schema, as a schema of this subject's context means it.
    pub(in crate::registry) fn refer_to(&self, name: &str) -> Self {
        let subject = Self::new(name);
        if subject.name_at == 0 && self.name_at > 0 {
            return Self::new(&format!(":{}:{name}", self.context()));
        }
        subject
    }

    /// The name of the context: it begins with a dot.
    pub(super) fn context(&self) -> &str {
        self.qualified
            .get(1..self.name_at.saturating_sub(1))
            .filter(|context| !context.is_empty())
            .unwrap_or(DEFAULT_CONTEXT)
    }

    /// The subject that stands for the whole context; nothing for the default one.
    pub(super) fn whole_context(&self) -> Option<Self> {
        let qualified = self.qualified.get(..self.name_at)?;
        (!qualified.is_empty()).then(|| Self {
            qualified: qualified.to_owned(),
            name_at: self.name_at,
        })
    }

    /// The subject that stands for all contexts.
    pub(super) fn all_contexts() -> Self {
        Self::new(":.__GLOBAL:")
    }

    /// The subject as clients write it.
    pub(in crate::registry) fn as_str(&self) -> &str {
        &self.qualified
    }

    /// Whether this is a context as a whole.
    pub(super) fn is_whole_context(&self) -> bool {
        self.name_at > 0 && self.qualified.len() == self.name_at
    }

    /// Whether there is a name behind the context.
    pub(super) fn has_name(&self) -> bool {
        self.qualified.len() > self.name_at
    }

    /// Whether the other stands in this one, be it that they are the same.
    pub(super) fn contains(&self, other: &Self) -> bool {
        self == other || (self.is_whole_context() && self.context() == other.context())
    }

    /// The subject with the same name in another context.
    pub(super) fn moved_to(&self, context: &str) -> Self {
        let name = self.qualified.get(self.name_at..).unwrap_or_default();
        Self::new(&format!(":{context}:{name}"))
    }

    /// The subject with its context, which the default one is left out of elsewhere.
    pub(in crate::registry) fn qualified(&self) -> String {
        match self.name_at {
            0 => format!(":{DEFAULT_CONTEXT}:{}", self.qualified),
            _ => self.qualified.clone(),
        }
    }

    /// Whether this stands in no context but the default one, and so may be meant in any.
    pub(super) fn is_unqualified(&self) -> bool {
        self.name_at == 0
    }

    /// Refuses a subject for which nothing can be set.
    pub(super) fn check_scope(&self) -> Result<(), Refusal> {
        if self.has_control_characters() || self.is_reserved() {
            return Err(Refusal::invalid_subject(&self.qualified));
        }
        Ok(())
    }

    fn has_control_characters(&self) -> bool {
        self.qualified.chars().any(char::is_control)
    }

    /// Whether the name is one that Confluent's server uses itself.
    fn is_reserved(&self) -> bool {
        let name = self.qualified.get(self.name_at..).unwrap_or_default();
        matches!(name, "__GLOBAL" | "__EMPTY")
    }

    /// Refuses a subject under which nothing can be registered.
    pub(super) fn check(&self) -> Result<(), Refusal> {
        let is_of_all = self.context() == Self::all_contexts().context();
        if is_of_all || self.has_control_characters() || self.is_reserved() {
            return Err(Refusal::invalid_subject(&self.qualified));
        }
        Ok(())
    }
}

impl fmt::Display for Subject {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.qualified)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_subject_without_a_prefix_stands_in_the_default_context() {
        let subject = Subject::new("orders-value");
        assert_eq!((subject.context(), subject.as_str()), (".", "orders-value"));
        assert_eq!(Subject::new(":.:orders-value"), subject);
        assert_eq!(subject.whole_context(), None);
    }

    #[test]
    fn a_prefix_names_the_context() {
        let subject = Subject::new(":.staging:orders-value");
        assert_eq!(subject.context(), ".staging");
        assert_eq!(subject.whole_context(), Some(Subject::new(":.staging:")));
        assert_eq!(Subject::new(":.staging:").context(), ".staging");
    }

    #[test]
    fn colons_that_are_no_prefix_belong_to_the_name() {
        for text in ["a:b", ":a:b", ":.a", "", ":", "::"] {
            let subject = Subject::new(text);
            assert_eq!((subject.context(), subject.as_str()), (".", text));
        }
    }

    #[test]
    fn a_reference_stays_in_the_context_of_its_referrer() {
        let staging = Subject::new(":.staging:orders-value");
        assert_eq!(staging.refer_to("money").as_str(), ":.staging:money");
        assert_eq!(staging.refer_to(":.other:money").as_str(), ":.other:money");
        assert_eq!(
            Subject::new("orders-value").refer_to("money").as_str(),
            "money"
        );
    }

    #[test]
    fn control_characters_and_reserved_names_are_refused() {
        for text in [
            "a\nb",
            "__GLOBAL",
            "__EMPTY",
            ":.staging:__GLOBAL",
            ":.__GLOBAL:a",
        ] {
            assert_eq!(
                Subject::new(text).check().unwrap_err().code,
                42208,
                "{text:?}"
            );
        }
        assert_eq!(Subject::new("a/b c").check(), Ok(()));
    }
}
