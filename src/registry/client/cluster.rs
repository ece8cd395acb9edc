//! What the registry says of itself.

use super::SchemaRegistryClient;
use crate::registry::error::Error;
use crate::registry::models::{ClusterId, ServerVersion};
use crate::registry::operation::Operation;
use crate::registry::wire::{ClusterAnswer, DeploymentAnswer};

impl SchemaRegistryClient {
    /// Gets the ids of the clusters that the registry belongs to.
    ///
    /// # Errors
    ///
    /// [`UnexpectedAnswer`](crate::registry::ErrorKind::UnexpectedAnswer) where the registry does
    /// not know the request, or any kind that concerns the registry itself.
    pub async fn cluster_id(&self) -> Result<ClusterId, Error> {
        let operation = Operation::get(["v1", "metadata", "id"], "get the ids of the clusters");
        let answer: ClusterAnswer = self.transport.call(&operation).await?;
        Ok(answer.into())
    }

    /// Gets the version of the registry's program.
    ///
    /// # Errors
    ///
    /// As [`cluster_id`](Self::cluster_id).
    pub async fn server_version(&self) -> Result<ServerVersion, Error> {
        let path = ["v1", "metadata", "version"];
        let operation = Operation::get(path, "get the version of the registry");
        self.transport.call(&operation).await
    }

    /// Gets what the registry says of where it runs, as words that it chooses.
    ///
    /// # Errors
    ///
    /// As [`cluster_id`](Self::cluster_id).
    pub async fn deployment(&self) -> Result<Vec<String>, Error> {
        let path = ["v1", "metadata", "deployment"];
        let operation = Operation::get(path, "get where the registry runs");
        let answer: DeploymentAnswer = self.transport.call(&operation).await?;
        Ok(answer.attributes)
    }
}
