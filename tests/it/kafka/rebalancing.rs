//! Partitions that go from one consumer to another, in the middle of it all.

use avrolane::kafka::ConsumeErrorKind;

use super::group::{Ledger, rebalance};
use super::support::{NUMBERS, consumer, producer, stack, write};

async fn rebalance_by(strategy: &str) -> Ledger {
    let stack = stack(&NUMBERS, 4);
    let settings = [
        ("partition.assignment.strategy", strategy),
        // Twice as long as in `support::consumer`: a member that a busy machine keeps from its
        // heartbeat is put out of the group, and then far more comes again than what is asserted.
        ("session.timeout.ms", "4000"),
        ("heartbeat.interval.ms", "100"),
    ];
    rebalance(stack.bootstrap_servers(), &NUMBERS, &settings).await
}

#[tokio::test]
async fn records_survive_a_cooperative_rebalance_in_the_middle_of_a_batch() {
    let ledger = rebalance_by("cooperative-sticky").await;
    // Of each partition that moves, the record that was handed out last comes again: two move when
    // the second one joins, and two when it leaves.
    assert!(ledger.went_back <= 4, "{} times", ledger.went_back);
    assert_eq!(ledger.repeated, ledger.went_back);
}

#[tokio::test]
async fn records_survive_an_eager_rebalance_in_the_middle_of_a_batch() {
    // How many come again does not matter: the mock cluster refuses the commits of partitions that
    // are revoked in this way, which a broker takes.
    rebalance_by("range").await;
}

#[tokio::test]
async fn a_partition_that_went_away_cannot_be_steered_any_more() {
    let stack = stack(&NUMBERS, 2);
    write(&producer(&stack).build().unwrap(), 0..100).await;
    let builder = || consumer(&stack, &NUMBERS);
    let mut first = builder().build().unwrap();
    let control = first.control();
    while control.assignment().await.unwrap().len() < 2 {
        first.recv().await.unwrap();
    }
    let second = builder().build().unwrap();
    while control.assignment().await.unwrap().len() > 1 {
        // The rebalance needs no call of `recv`.
        tokio::task::yield_now().await;
    }
    let kept = control
        .assignment()
        .await
        .unwrap()
        .first()
        .unwrap()
        .partition;
    control.pause("numbers", kept).await.unwrap();
    let error = control.pause("numbers", 1 - kept).await.unwrap_err();
    assert_eq!(error.kind(), ConsumeErrorKind::NotAssigned);
    drop(second);
}
