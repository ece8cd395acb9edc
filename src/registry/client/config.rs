//! Configurations and modes.

use reqwest::Method;
use serde::de::DeserializeOwned;

use super::SchemaRegistryClient;
use crate::compat::CompatibilityLevel;
use crate::registry::error::Error;
use crate::registry::models::{Config, Mode, Scope};
use crate::registry::operation::Operation;
use crate::registry::wire::ModeAnswer;

/// What is answered where there is none of its own (`Errors.java`): to a request for a
/// configuration, to one for a mode, and to one that deletes either.
const NOT_SET: [u32; 3] = [40408, 40409, 40401];

impl SchemaRegistryClient {
    /// Gets the configuration that a scope has of its own, if it has one.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn config(&self, scope: Scope<'_>) -> Result<Option<Config>, Error> {
        self.if_set(&get("config", scope)).await
    }

    /// Gets the configuration that holds for a scope, its own or an inherited one.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn effective_config(&self, scope: Scope<'_>) -> Result<Config, Error> {
        let operation = get("config", scope).flag("defaultToGlobal", true);
        self.transport.call(&operation).await
    }

    /// Changes what a configuration sets, and leaves the rest as it is. The answer is what the
    /// registry says the configuration is now, which can be less than the whole.
    ///
    /// # Errors
    ///
    /// [`Refused`](crate::registry::ErrorKind::Refused), such as with the error code 42203 for a
    /// level that the registry does not have, or any kind that concerns the registry itself.
    pub async fn set_config(&self, scope: Scope<'_>, config: &Config) -> Result<Config, Error> {
        let operation = change("config", scope).json(config);
        self.transport.call(&operation).await
    }

    /// Deletes the configuration that a scope has of its own, and says what it was.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn delete_config(&self, scope: Scope<'_>) -> Result<Option<Config>, Error> {
        self.if_set(&delete("config", scope)).await
    }

    /// Gets the mode that a scope has of its own, if it has one.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn mode(&self, scope: Scope<'_>) -> Result<Option<Mode>, Error> {
        let answer: Option<ModeAnswer> = self.if_set(&get("mode", scope)).await?;
        Ok(answer.map(|answer| answer.mode))
    }

    /// Gets the mode that holds for a scope, its own or an inherited one.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn effective_mode(&self, scope: Scope<'_>) -> Result<Mode, Error> {
        let operation = get("mode", scope).flag("defaultToGlobal", true);
        let answer: ModeAnswer = self.transport.call(&operation).await?;
        Ok(answer.mode)
    }

    /// Sets a mode.
    ///
    /// # Errors
    ///
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 42204 for a mode that
    /// the registry does not have, or 42205 if it may not be changed, as to
    /// [`Mode::Import`] where there are schemas; or any kind that concerns the registry itself.
    pub async fn set_mode(&self, scope: Scope<'_>, mode: &Mode) -> Result<(), Error> {
        self.put_mode(change("mode", scope), mode).await
    }

    /// Sets a mode, even to [`Mode::Import`] where there are schemas.
    ///
    /// # Errors
    ///
    /// As [`set_mode`](Self::set_mode).
    pub async fn force_mode(&self, scope: Scope<'_>, mode: &Mode) -> Result<(), Error> {
        self.put_mode(change("mode", scope).flag("force", true), mode)
            .await
    }

    async fn put_mode(&self, operation: Operation, mode: &Mode) -> Result<(), Error> {
        let body = serde_json::json!({ "mode": mode });
        let _: ModeAnswer = self.transport.call(&operation.json(&body)).await?;
        Ok(())
    }

    /// Deletes the mode that a scope has of its own, and says what it was.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn delete_mode(&self, scope: Scope<'_>) -> Result<Option<Mode>, Error> {
        let answer: Option<ModeAnswer> = self.if_set(&delete("mode", scope)).await?;
        Ok(answer.map(|answer| answer.mode))
    }

    /// Deletes the modes of a scope and of everything in it.
    ///
    /// # Errors
    ///
    /// As [`delete_mode`](Self::delete_mode).
    pub async fn delete_mode_recursively(&self, scope: Scope<'_>) -> Result<Option<Mode>, Error> {
        let operation = delete("mode", scope).flag("recursive", true);
        let answer: Option<ModeAnswer> = self.if_set(&operation).await?;
        Ok(answer.map(|answer| answer.mode))
    }

    /// Gets the compatibility level of subjects that have none of their own.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn compatibility(&self) -> Result<CompatibilityLevel, Error> {
        let config = self.config(Scope::Global).await?;
        // A registry that says nothing has the default of all registries.
        let level = config.and_then(|config| config.compatibility_level);
        Ok(level.unwrap_or_default())
    }

    /// Sets the compatibility level of subjects that have none of their own.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn set_compatibility(&self, level: CompatibilityLevel) -> Result<(), Error> {
        self.set_config(Scope::Global, &level.into())
            .await
            .map(drop)
    }

    /// Gets the compatibility level that a subject has of its own, if it has one.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn subject_compatibility(
        &self,
        subject: &str,
    ) -> Result<Option<CompatibilityLevel>, Error> {
        let config = self.config(Scope::Subject(subject)).await?;
        Ok(config.and_then(|config| config.compatibility_level))
    }

    /// Sets the compatibility level of a subject, which need not exist yet.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub async fn set_subject_compatibility(
        &self,
        subject: &str,
        level: CompatibilityLevel,
    ) -> Result<(), Error> {
        self.set_config(Scope::Subject(subject), &level.into())
            .await
            .map(drop)
    }

    async fn if_set<A: DeserializeOwned>(&self, operation: &Operation) -> Result<Option<A>, Error> {
        match self.transport.call(operation).await {
            Ok(answer) => Ok(Some(answer)),
            Err(error)
                if error
                    .error_code()
                    .is_some_and(|code| NOT_SET.contains(&code)) =>
            {
                Ok(None)
            }
            Err(error) => Err(error),
        }
    }
}

fn get(what: &'static str, scope: Scope<'_>) -> Operation {
    request(Method::GET, "get", what, scope)
}

fn change(what: &'static str, scope: Scope<'_>) -> Operation {
    request(Method::PUT, "set", what, scope)
}

fn delete(what: &'static str, scope: Scope<'_>) -> Operation {
    request(Method::DELETE, "delete", what, scope)
}

fn request(method: Method, verb: &str, what: &'static str, scope: Scope<'_>) -> Operation {
    let subject = scope.as_subject();
    let path = std::iter::once(what).chain(subject.as_deref());
    let operation = Operation::new(method, path, format!("{verb} the {what} of {scope}"));
    match subject.as_deref() {
        Some(subject) => operation.about(subject),
        None => operation,
    }
}
