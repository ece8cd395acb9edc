//! From the tree of constants of a Rust type to a [`Schema`].

use super::model::Schema;
use super::node::AvroSchema;
use super::parse_error::ParseError;

impl Schema {
    /// The schema of the type `T`.
    ///
    /// # Panics
    ///
    /// If the type's tree of constants is no schema, such as two types of one name that differ,
    /// or a default that does not fit: see [`Schema::try_of`].
    #[must_use]
    pub fn of<T: AvroSchema + ?Sized>() -> Self {
        Self::try_of::<T>().unwrap_or_else(|error| {
            panic!(
                "the type {} has no valid schema: {error}",
                std::any::type_name::<T>()
            )
        })
    }

    /// The schema of the type `T`, or what is wrong with its tree of constants.
    ///
    /// # Errors
    ///
    /// As [`Schema::parse`]; the place is one in the text of the type's schema.
    pub fn try_of<T: AvroSchema + ?Sized>() -> Result<Self, ParseError> {
        todo!()
    }
}
