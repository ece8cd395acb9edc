//! The one setting of librdkafka's mock cluster that rdkafka does not wrap.
#![expect(
    unsafe_code,
    reason = "the setting is to be had from librdkafka's C interface alone"
)]

use std::time::Duration;

use rdkafka::bindings::{
    rd_kafka_handle_mock_cluster, rd_kafka_mock_group_initial_rebalance_delay_ms,
};
use rdkafka::client::{Client, DefaultClientContext};

/// Sets how long the mock cluster of `client` waits for further members of a new group, to the
/// millisecond. Does nothing if the client has no mock cluster.
pub(crate) fn set_group_initial_rebalance_delay(
    client: &Client<DefaultClientContext>,
    delay: Duration,
) {
    let milliseconds = i32::try_from(delay.as_millis()).unwrap_or(i32::MAX);
    // SAFETY: the client is alive, and with it the cluster that it made, which is destroyed only
    // together with the client. The setter takes the cluster's own lock.
    unsafe {
        let cluster = rd_kafka_handle_mock_cluster(client.native_ptr());
        if !cluster.is_null() {
            rd_kafka_mock_group_initial_rebalance_delay_ms(cluster, milliseconds);
        }
    }
}
