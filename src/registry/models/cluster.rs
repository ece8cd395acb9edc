//! What a registry says of itself.

use std::collections::BTreeMap;

use serde::Deserialize;

/// Which clusters a registry belongs to.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct ClusterId {
    /// The names on the way to the clusters; usually none.
    pub path: Vec<String>,
    /// The ids of the clusters by their kind.
    pub clusters: BTreeMap<String, String>,
}

impl ClusterId {
    /// The id of the Kafka cluster that the registry keeps its schemas in.
    #[must_use]
    pub fn kafka_cluster(&self) -> Option<&str> {
        self.clusters.get("kafka-cluster").map(String::as_str)
    }

    /// The id of the registry's own cluster.
    #[must_use]
    pub fn schema_registry_cluster(&self) -> Option<&str> {
        self.clusters
            .get("schema-registry-cluster")
            .map(String::as_str)
    }
}

/// Which version of the registry's program runs.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "camelCase", default)]
#[non_exhaustive]
pub struct ServerVersion {
    /// The version.
    pub version: String,
    /// The commit that it was built from.
    pub commit_id: String,
}
