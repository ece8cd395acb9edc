//! One error for applications.

use std::fmt;

/// The enum with one variant per layer, and the conversion into it that `?` needs.
macro_rules! layers {
    ($($(#[$attribute:meta])* $([$feature:literal])? $layer:ident($error:ty),)+) => {
        /// Any error of this crate, for `?` in applications.
        ///
        /// Each function says which one it returns; this type only collects them.
        #[derive(Debug)]
        #[non_exhaustive]
        pub enum Error {
            $($(#[$attribute])* $(#[cfg(feature = $feature)])? $layer($error),)+
        }

        impl Error {
            fn inner(&self) -> &(dyn std::error::Error + 'static) {
                match self {
                    $($(#[cfg(feature = $feature)])? Self::$layer(error) => error,)+
                }
            }
        }

        $(
            $(#[cfg(feature = $feature)])?
            impl From<$error> for Error {
                fn from(error: $error) -> Self {
                    Self::$layer(error)
                }
            }
        )+
    };
}

layers! {
    /// The text of a schema is not valid.
    Schema(crate::schema::ParseError),
    /// A type can read nothing of what a schema wrote.
    Plan(crate::codec::PlanError),
    /// A value does not fit its schema.
    Encode(crate::codec::EncodeError),
    /// Bytes are no value of a type.
    Decode(crate::codec::DecodeError),
    /// The Schema Registry cannot be reached, or refuses.
    ["registry"] Registry(crate::registry::Error),
    /// A key or a value cannot be turned into bytes.
    ["registry"] Serialize(crate::serdes::SerializeError),
    /// Bytes cannot be turned into a key or a value.
    ["registry"] Deserialize(crate::serdes::DeserializeError),
    /// Settings of another client cannot be used.
    ["registry"] Settings(crate::settings::SettingsError),
    /// A producer or a consumer cannot be set up.
    ["kafka"] Config(crate::kafka::ConfigError),
    /// A record cannot be delivered.
    ["kafka"] Produce(crate::kafka::ProduceError),
    /// Records are still queued.
    ["kafka"] Flush(crate::kafka::FlushError),
    /// A consumer fails.
    ["kafka"] Consume(crate::kafka::ConsumeError),
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self.inner(), f)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.inner().source()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::schema::Schema;

    #[test]
    fn an_error_of_a_layer_becomes_one_of_the_crate() {
        fn parse() -> Result<Schema, Error> {
            Ok(Schema::parse("{}")?)
        }
        let error = parse().unwrap_err();
        assert!(matches!(error, Error::Schema(_)));
        assert_eq!(
            error.to_string(),
            Schema::parse("{}").unwrap_err().to_string()
        );
    }
}
