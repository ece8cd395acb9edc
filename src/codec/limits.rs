//! How much a decoder takes from data that it does not trust.

/// Bounds on what decoding one datum may take.
///
/// The defaults suit messages of up to a few megabytes on a thread with a stack of 2 MiB.
///
/// ```
/// use avrolane::codec::Limits;
///
/// let limits = Limits::default().max_depth(16);
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    pub(super) max_depth: u32,
    pub(super) max_allocation: usize,
}

impl Limits {
    /// How deep arrays, maps and boxed values may be nested in each other. 128 unless set.
    #[must_use]
    pub const fn max_depth(mut self, levels: u32) -> Self {
        self.max_depth = levels;
        self
    }

    /// How many bytes the items of all arrays and maps of one datum may take in memory, without
    /// what the items themselves point to. 64 MiB unless set. Text and bytes of the datum are not
    /// counted, as they take no more memory than it; those of defaults are.
    #[must_use]
    pub const fn max_allocation(mut self, bytes: usize) -> Self {
        self.max_allocation = bytes;
        self
    }

    /// What [`max_depth`](Self::max_depth) was set to.
    #[cfg(feature = "generic")]
    pub(crate) fn depth(&self) -> u32 {
        self.max_depth
    }

    /// What [`max_allocation`](Self::max_allocation) was set to.
    #[cfg(feature = "generic")]
    pub(crate) fn allocation(&self) -> usize {
        self.max_allocation
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_depth: 128,
            max_allocation: 64 << 20,
        }
    }
}
