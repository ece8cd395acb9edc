//! The workload `evolved profile` by hand: what `profile.avsc` wrote, read as `profile_v2.avsc`.

use super::profile::{address, address_borrowed, owned, status, tags};
use super::reader::{Invalid, Reader};
use crate::workloads::profile_v2::{ProfileV2, ProfileV2Ref};

/// Reads a profile as its newer version.
///
/// # Errors
///
/// If the bytes are no profile.
#[inline]
pub fn decode(datum: &[u8]) -> Result<ProfileV2, Invalid> {
    let reader = &mut Reader::new(datum);
    let user_id = reader.long().map_err(|error| error.in_field("user_id"))?;
    let display_name = owned(reader).map_err(|error| error.in_field("display_name"))?;
    let email = reader
        .optional(owned)
        .map_err(|error| error.in_field("email"))?;
    skip_phone(reader)?;
    let referrer_id = reader
        .optional(Reader::long)
        .map_err(|error| error.in_field("referrer_id"))?;
    let status = status(reader).map_err(|error| error.in_field("status"))?;
    let address = address(reader)?;
    skip_items(reader)?;
    Ok(ProfileV2 {
        tags: tags(reader, owned)?,
        session_key: reader
            .array()
            .map_err(|error| error.in_field("session_key"))?,
        login_count: reader
            .int()
            .map_err(|error| error.in_field("login_count"))?
            .into(),
        created_at: reader
            .long()
            .map_err(|error| error.in_field("created_at"))?,
        updated_at: reader
            .long()
            .map_err(|error| error.in_field("updated_at"))?,
        display_name,
        user_id,
        address,
        locale: "en".to_owned(),
        score: 1.5,
        email,
        referrer_id,
        status,
    })
}

/// Reads a profile as its newer version, borrowing its text.
///
/// # Errors
///
/// If the bytes are no profile.
#[inline]
pub fn decode_borrowed(datum: &[u8]) -> Result<ProfileV2Ref<'_>, Invalid> {
    let reader = &mut Reader::new(datum);
    let user_id = reader.long().map_err(|error| error.in_field("user_id"))?;
    let display_name = reader
        .text()
        .map_err(|error| error.in_field("display_name"))?;
    let email = reader
        .optional(Reader::text)
        .map_err(|error| error.in_field("email"))?;
    skip_phone(reader)?;
    let referrer_id = reader
        .optional(Reader::long)
        .map_err(|error| error.in_field("referrer_id"))?;
    let status = status(reader).map_err(|error| error.in_field("status"))?;
    let address = address_borrowed(reader)?;
    skip_items(reader)?;
    Ok(ProfileV2Ref {
        tags: tags(reader, Reader::text)?,
        session_key: reader
            .array()
            .map_err(|error| error.in_field("session_key"))?,
        login_count: reader
            .int()
            .map_err(|error| error.in_field("login_count"))?
            .into(),
        created_at: reader
            .long()
            .map_err(|error| error.in_field("created_at"))?,
        updated_at: reader
            .long()
            .map_err(|error| error.in_field("updated_at"))?,
        display_name,
        user_id,
        address,
        locale: "en",
        score: 1.5,
        email,
        referrer_id,
        status,
    })
}

#[inline]
fn skip_phone(reader: &mut Reader<'_>) -> Result<(), Invalid> {
    reader
        .optional(Reader::bytes)
        .map_err(|error| error.in_field("phone"))?;
    Ok(())
}

#[inline]
fn skip_items(reader: &mut Reader<'_>) -> Result<(), Invalid> {
    reader
        .skip_array(|reader| {
            reader.bytes()?;
            reader.long()?;
            reader.array::<8>()?;
            reader.bytes()?;
            Ok(())
        })
        .map_err(|error| error.in_field("items[]"))
}
