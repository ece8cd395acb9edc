//! Where keys and values are written before librdkafka copies them.

use std::cell::Cell;

/// The largest buffer that is kept. Larger ones are for the rare large record.
const LARGEST_KEPT: usize = 1 << 20;

thread_local! {
    static BUFFER: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

/// Runs `write` with the thread's buffer, empty. A call from within `write` gets another one.
pub(super) fn with<T>(write: impl FnOnce(&mut Vec<u8>) -> T) -> T {
    let mut buffer = BUFFER.try_with(Cell::take).unwrap_or_default();
    buffer.clear();
    let written = write(&mut buffer);
    if buffer.capacity() <= LARGEST_KEPT {
        // A thread that is ending has nowhere to keep it.
        let _ = BUFFER.try_with(|kept| kept.set(buffer));
    }
    written
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_buffer_is_kept_and_starts_empty() {
        with(|buffer| buffer.extend_from_slice(&[0; 100]));
        with(|buffer| {
            assert!(buffer.is_empty());
            assert!(buffer.capacity() >= 100);
            with(|inner| assert_eq!(inner.capacity(), 0));
        });
    }

    #[test]
    fn a_huge_buffer_is_not_kept() {
        with(|buffer| buffer.reserve(LARGEST_KEPT + 1));
        with(|buffer| assert!(buffer.capacity() <= LARGEST_KEPT));
    }
}
