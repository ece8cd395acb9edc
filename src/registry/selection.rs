//! Which schema a serializer writes.

/// How a serializer comes by the schema that it writes, and by that schema's id.
///
/// It always writes the schema of the type; what differs is who puts it into the registry.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub enum SchemaSelection {
    /// Looks the type's schema up under its subject, and fails if it is not there: what is
    /// registered in production is decided elsewhere, in CI for example
    /// (`auto.register.schemas=false`).
    #[default]
    LookUp,
    /// Registers the type's schema under its subject unless it is there (`auto.register.schemas`,
    /// the default of the Java and Python serializers).
    Register,
}
