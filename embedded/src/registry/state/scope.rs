//! Settings that hold for a subject, for a context or for everything.

use std::collections::BTreeMap;

use super::subject::Subject;

/// Where a setting holds: for a subject or a context, or, if it is nothing, everywhere.
pub(in crate::registry) type Scope = Option<Subject>;

/// What was set of one kind, and where.
#[derive(Debug)]
pub(super) struct Scoped<T>(BTreeMap<Scope, T>);

impl<T> Default for Scoped<T> {
    fn default() -> Self {
        Self(BTreeMap::new())
    }
}

impl<T> Scoped<T> {
    /// What was set for exactly this scope.
    pub(super) fn get(&self, scope: &Scope) -> Option<&T> {
        self.0.get(scope)
    }

    /// The first setting from the scope outwards: its own, its context's or, in the default
    /// context, the one for everything, and at last the one for all contexts.
    pub(super) fn in_scope(&self, scope: &Scope) -> Option<&T> {
        let context = scope.as_ref().and_then(Subject::whole_context);
        self.get(scope)
            .or_else(|| self.get(&context))
            .or_else(|| self.get(&Some(Subject::all_contexts())))
    }

    pub(super) fn set(&mut self, scope: Scope, value: T) {
        self.0.insert(scope, value);
    }

    pub(super) fn remove(&mut self, scope: &Scope) -> Option<T> {
        self.0.remove(scope)
    }

    /// Everything that was set.
    pub(super) fn all(&self) -> impl Iterator<Item = (&Scope, &T)> {
        self.0.iter()
    }

    /// These settings, or the first error among them.
    pub(super) fn of<E>(
        settings: impl IntoIterator<Item = Result<(Scope, T), E>>,
    ) -> Result<Self, E> {
        settings.into_iter().collect::<Result<_, _>>().map(Self)
    }

    /// Removes what was set for the scopes that `matches` names.
    pub(super) fn remove_where(&mut self, matches: impl Fn(&Scope) -> bool) {
        self.0.retain(|scope, _| !matches(scope));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scope(subject: &str) -> Scope {
        Some(Subject::new(subject))
    }

    #[test]
    fn the_narrowest_setting_wins() {
        let mut settings = Scoped::default();
        settings.set(scope(":.__GLOBAL:"), "all contexts");
        assert_eq!(settings.in_scope(&scope("s")), Some(&"all contexts"));
        settings.set(None, "everything");
        assert_eq!(settings.in_scope(&scope("s")), Some(&"everything"));
        assert_eq!(
            settings.in_scope(&scope(":.staging:s")),
            Some(&"all contexts")
        );
        settings.set(scope(":.staging:"), "context");
        assert_eq!(settings.in_scope(&scope(":.staging:s")), Some(&"context"));
        settings.set(scope(":.staging:s"), "subject");
        assert_eq!(settings.in_scope(&scope(":.staging:s")), Some(&"subject"));
        assert_eq!(settings.in_scope(&scope("s")), Some(&"everything"));
    }
}
