//! From a writer's schema, and perhaps a reader's, to the parts of data.

use rustc_hash::FxHashMap;

use super::Visitor;
use super::resolving::ResolvingWalk;
use super::straight::straight;
use crate::codec::json::encode_default;
use crate::codec::{DecodeError, Decoder, Limits, PlanError, plan};
use crate::resolution::{Incompatibility, IncompatibilityKind, Resolution, Resolved, resolve};
use crate::schema::{Schema, TypeIndex};

/// Tells a [`Visitor`] what a datum holds: as the writer's schema has it, or resolved to a
/// reader's.
#[derive(Debug, Clone)]
pub(crate) struct DatumReader {
    writer: Schema,
    /// Nothing where there is no reader's schema, or where data of both is written alike.
    resolved: Option<ResolvedReader>,
    /// Whether a datum is the bytes of one value of `bytes`, without their length.
    is_bare: bool,
}

#[derive(Debug, Clone)]
pub(super) struct ResolvedReader {
    pub(super) reader: Schema,
    pub(super) resolution: Resolution,
    /// The reader's defaults that are needed, as data, by record and field.
    pub(super) defaults: FxHashMap<(TypeIndex, usize), Vec<u8>>,
}

impl DatumReader {
    pub(crate) fn new(schema: &Schema) -> Self {
        Self {
            writer: schema.clone(),
            resolved: None,
            is_bare: false,
        }
    }

    /// Reads what `writer` wrote as `reader` has it.
    pub(crate) fn resolving(writer: &Schema, reader: &Schema) -> Result<Self, PlanError> {
        let resolution = resolve(writer, reader);
        if !plan::is_readable(&resolution, false) {
            return Err(PlanError::incompatible(resolution.incompatibilities()));
        }
        if matches!(resolution.get(resolution.root()), Resolved::Identical) {
            return Ok(Self::new(reader));
        }
        let mut defaults = FxHashMap::default();
        for (index, record) in reader.records() {
            for (position, field) in record.fields.iter().enumerate() {
                // One that does not fit its type matters where it is needed.
                if let Some(datum) = encode_default(reader, field) {
                    defaults.insert((index, position), datum);
                }
            }
        }
        Ok(Self {
            writer: writer.clone(),
            resolved: Some(ResolvedReader {
                reader: reader.clone(),
                resolution,
                defaults,
            }),
            is_bare: false,
        })
    }

    /// Says whether a datum is the bytes of one value of `bytes`, without their length.
    #[cfg(feature = "registry")]
    pub(crate) fn of_bare_bytes(mut self, is_bare: bool) -> Self {
        self.is_bare = is_bare;
        self
    }

    /// Whether there is no reader's schema, or data of both is written alike.
    pub(crate) fn is_straight(&self) -> bool {
        self.resolved.is_none()
    }

    /// The differences that keep some of the writer's data from being read.
    pub(crate) fn partial(&self) -> Vec<Incompatibility> {
        let Some(ResolvedReader { resolution, .. }) = &self.resolved else {
            return Vec::new();
        };
        if resolution.is_total() {
            return Vec::new();
        }
        let unreadable = resolution.unreadable();
        let differences = resolution.incompatibilities().iter().enumerate();
        // Records are read whatever their names.
        let matters = |(position, difference): &(usize, &Incompatibility)| {
            difference.kind != IncompatibilityKind::NameMismatch || unreadable.contains(position)
        };
        differences
            .filter(matters)
            .map(|(_, difference)| difference.clone())
            .collect()
    }

    /// Reads one datum from the start of `datum` and answers how many bytes it takes.
    pub(crate) fn read<V: Visitor>(
        &self,
        datum: &[u8],
        limits: &Limits,
        visitor: &mut V,
    ) -> Result<usize, DecodeError> {
        let mut decoder = match self.is_bare {
            true => Decoder::bare(datum, limits),
            false => Decoder::new(datum, limits),
        };
        match &self.resolved {
            None => {
                let root = self.writer.root();
                straight(&self.writer, root, &mut decoder, visitor)?;
            }
            Some(to) => {
                ResolvingWalk::new(&self.writer, to, limits).root(&mut decoder, visitor)?;
            }
        }
        Ok(match self.is_bare {
            true => datum.len(),
            false => decoder.offset(),
        })
    }
}
