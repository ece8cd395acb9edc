//! Contexts.

use reqwest::Method;

use super::SchemaRegistryClient;
use crate::registry::error::Error;
use crate::registry::listing::{Contexts, Listing};
use crate::registry::models::context_prefix;
use crate::registry::operation::Operation;

impl SchemaRegistryClient {
    /// Lists the contexts, the default one, `.`, among them.
    ///
    /// # Errors
    ///
    /// Any kind that concerns the registry itself.
    pub fn contexts(&self) -> Listing<Contexts> {
        let operation = Operation::get(["contexts"], "list the contexts");
        Listing::new(self.clone(), operation)
    }

    /// Deletes a context, which must have no subjects any more.
    ///
    /// # Errors
    ///
    /// [`Refused`](crate::registry::ErrorKind::Refused) with the error code 42211 if it has
    /// subjects, or any kind that concerns the registry itself.
    pub async fn delete_context(&self, context: &str) -> Result<(), Error> {
        let purpose = format!("delete context {context}");
        let prefix = context_prefix(context);
        let operation = Operation::new(Method::DELETE, ["contexts", &prefix], purpose);
        self.transport.call_bytes(&operation).await.map(drop)
    }
}
