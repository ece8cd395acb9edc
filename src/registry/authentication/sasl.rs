//! Credentials that the Kafka client has already.

use super::{Credentials, OAuthClientCredentials};
use crate::registry::error::Error;
use crate::registry::secret::Secret;

/// The settings of a Kafka client that say who it is, by librdkafka's names.
#[derive(Debug, Clone, Default)]
pub(in crate::registry) struct SaslSettings {
    mechanism: Option<String>,
    username: Option<String>,
    password: Option<Secret<String>>,
    token_endpoint_url: Option<Secret<String>>,
    client_id: Option<String>,
    client_secret: Option<Secret<String>>,
    scope: Option<String>,
    extensions: Option<String>,
}

impl SaslSettings {
    /// Takes what it knows, and leaves out everything else that a Kafka client can be set to.
    pub(in crate::registry) fn set(&mut self, key: &str, value: &str) {
        let value = value.to_owned();
        match key {
            "sasl.mechanism" | "sasl.mechanisms" => self.mechanism = Some(value),
            "sasl.username" => self.username = Some(value),
            "sasl.password" => self.password = Some(Secret(value)),
            "sasl.oauthbearer.token.endpoint.url" => {
                self.token_endpoint_url = Some(Secret(value));
            }
            "sasl.oauthbearer.client.id" | "sasl.oauthbearer.client.credentials.client.id" => {
                self.client_id = Some(value);
            }
            "sasl.oauthbearer.client.secret"
            | "sasl.oauthbearer.client.credentials.client.secret" => {
                self.client_secret = Some(Secret(value));
            }
            "sasl.oauthbearer.scope" => self.scope = Some(value),
            "sasl.oauthbearer.extensions" => self.extensions = Some(value),
            _ => {}
        }
    }

    /// The identity pool that the Kafka client names to the broker, in an extension that Confluent
    /// Cloud knows (`SaslOauthCredentialProvider.java`).
    pub(in crate::registry) fn identity_pool_id(&self) -> Option<&str> {
        let extensions = self.extensions.as_deref()?.split(',');
        extensions
            .filter_map(|extension| extension.split_once('='))
            .find(|(key, _)| key.trim() == "identityPoolId")
            .map(|(_, value)| value.trim())
    }

    pub(in crate::registry) fn into_credentials(self) -> Result<Credentials, Error> {
        let mechanism = self.mechanism.as_deref().unwrap_or_default();
        if mechanism.eq_ignore_ascii_case("OAUTHBEARER") {
            return self.into_oauth();
        }
        // Kerberos has a principal, and no password that could be passed on.
        if mechanism.eq_ignore_ascii_case("GSSAPI") {
            return Err(Error::configuration(
                "the registry cannot be given the Kafka client's credentials of sasl.mechanism \
                 GSSAPI",
            )
            .with_advice("use PLAIN, SCRAM or OAUTHBEARER, or give the client other credentials"));
        }
        match (self.username, self.password) {
            (Some(user), Some(password)) => Ok(Credentials::Basic { user, password }),
            _ => Err(Error::configuration(
                "the Kafka client's settings lack sasl.username or sasl.password, which the \
                 registry was to be given",
            )),
        }
    }

    fn into_oauth(self) -> Result<Credentials, Error> {
        let (Some(url), Some(id), Some(secret)) =
            (self.token_endpoint_url, self.client_id, self.client_secret)
        else {
            return Err(Error::configuration(
                "the Kafka client's settings lack sasl.oauthbearer.token.endpoint.url, \
                 sasl.oauthbearer.client.id or sasl.oauthbearer.client.secret, which the registry \
                 was to be given",
            )
            .with_advice(
                "give the client a TokenProvider if the Kafka client has one of its own",
            ));
        };
        let oauth = OAuthClientCredentials::new(url.0, id, secret.0);
        Ok(Credentials::OAuth(match self.scope {
            Some(scope) => oauth.scope(scope),
            None => oauth,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings(pairs: &[(&str, &str)]) -> SaslSettings {
        let mut settings = SaslSettings::default();
        for (key, value) in pairs {
            settings.set(key, value);
        }
        settings
    }

    #[test]
    fn a_password_of_plain_or_scram_is_passed_on() {
        for mechanism in [None, Some("PLAIN"), Some("SCRAM-SHA-512")] {
            let mut settings = settings(&[
                ("bootstrap.servers", "kafka:9092"),
                ("sasl.username", "user"),
                ("sasl.password", "hunter2"),
            ]);
            if let Some(mechanism) = mechanism {
                settings.set("sasl.mechanisms", mechanism);
            }
            assert!(!format!("{settings:?}").contains("hunter2"));
            let credentials = settings.into_credentials().unwrap();
            let Credentials::Basic { user, password } = credentials else {
                panic!("not a password: {credentials:?}");
            };
            assert_eq!((&*user, &*password.0), ("user", "hunter2"));
        }
    }

    #[test]
    fn a_client_of_oauth_is_passed_on() {
        let settings = settings(&[
            ("sasl.mechanism", "OAUTHBEARER"),
            ("sasl.oauthbearer.token.endpoint.url", "http://idp/token"),
            ("sasl.oauthbearer.client.id", "id"),
            ("sasl.oauthbearer.client.secret", "hunter2"),
            ("sasl.oauthbearer.scope", "registry"),
            (
                "sasl.oauthbearer.extensions",
                "logicalCluster=lkc-1, identityPoolId=pool-1",
            ),
        ]);
        assert_eq!(settings.identity_pool_id(), Some("pool-1"));
        assert!(!format!("{settings:?}").contains("hunter2"));
        let credentials = settings.into_credentials().unwrap();
        assert!(matches!(credentials, Credentials::OAuth(_)));
    }

    #[test]
    fn what_cannot_be_passed_on_says_what_is_missing() {
        for (pairs, named) in [
            (&[("sasl.mechanism", "GSSAPI")][..], "GSSAPI"),
            (&[("sasl.username", "user")], "sasl.password"),
            (&[], "sasl.username"),
            (
                &[("sasl.mechanism", "OAUTHBEARER")],
                "sasl.oauthbearer.token.endpoint.url",
            ),
        ] {
            let error = settings(pairs).into_credentials().unwrap_err();
            assert!(error.to_string().contains(named), "{error}");
        }
    }
}
