//! Embedded broker and registry.
