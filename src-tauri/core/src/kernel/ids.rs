//! Ids: UUIDv7, written as BLOB(16), on the wire as the usual hyphenated text. One type a thing, so that an
//! order's id cannot be handed over where a variant's is meant.

use crate::kernel::clock::Instant;
use rusqlite::types::{FromSql, FromSqlError, FromSqlResult, ToSql, ToSqlOutput, ValueRef};
use uuid::{ContextV7, NoContext, Timestamp, Uuid};

/// Ids that are made together in great number: in order, so that they are written to the end of an index and not all
/// over it.
#[derive(Debug, Default)]
pub struct Series(ContextV7);

macro_rules! ids {
    ($($(#[$meta:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize)]
        #[serde(transparent)]
        pub struct $name(Uuid);

        impl $name {
            /// A new id of the given time; ids of one millisecond differ by their random part.
            pub fn new(at: Instant) -> Self {
                let ms = at.0.max(0).unsigned_abs();
                let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
                Self(Uuid::new_v7(Timestamp::from_unix(NoContext, ms / 1000, nanos)))
            }
            /// As [`Self::new`], each greater than the one before it of the same series.
            pub fn next(series: &Series, at: Instant) -> Self {
                let ms = at.0.max(0).unsigned_abs();
                let nanos = u32::try_from(ms % 1000).unwrap_or(0) * 1_000_000;
                Self(Uuid::new_v7(Timestamp::from_unix(&series.0, ms / 1000, nanos)))
            }
            pub fn from_uuid(uuid: Uuid) -> Self { Self(uuid) }
            pub fn as_bytes(&self) -> &[u8; 16] { self.0.as_bytes() }
            pub fn parse(text: &str) -> Option<Self> { Uuid::try_parse(text).ok().map(Self) }
        }
        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { self.0.fmt(f) }
        }
        impl ToSql for $name {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                Ok(ToSqlOutput::Borrowed(ValueRef::Blob(self.0.as_bytes())))
            }
        }
        impl FromSql for $name {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                let bytes = value.as_blob()?;
                Uuid::from_slice(bytes).map(Self).map_err(|e| FromSqlError::Other(Box::new(e)))
            }
        }
        impl ts_rs::TS for $name {
            type WithoutGenerics = Self;
            type OptionInnerType = Self;
            fn name(_: &ts_rs::Config) -> String { stringify!($name).to_owned() }
            fn inline(_: &ts_rs::Config) -> String {
                format!("string & {{ readonly __brand: \"{}\" }}", stringify!($name))
            }
            fn decl(cfg: &ts_rs::Config) -> String {
                format!("type {} = {};", stringify!($name), Self::inline(cfg))
            }
            fn decl_concrete(cfg: &ts_rs::Config) -> String { Self::decl(cfg) }
            fn output_path() -> Option<std::path::PathBuf> { Some(concat!(stringify!($name), ".ts").into()) }
        }
    )+ };
}

ids!(
    CategoryId, ProductId, VariantId, LocationId, ReservationId,
    /// A reason of an adjustment, as people edit the list of them.
    ReasonId,
    /// A sheet of a stock count.
    CountId,
    /// Names the columns of a file that is imported more than once.
    MappingId,
    /// Joins the holds that were made together.
    GroupId,
    OrderId, CustomerId, StaffId, StoreId,
    /// A customer's price group.
    TierId,
    PriceRuleId, BasketId,
    /// A place in the queue for units that are not free yet.
    WaitId,
    PaymentId, ShipmentId, ReturnId,
    /// Names one try of one command; the same id again gets the first answer again.
    RequestId,
    /// What people changed in one act: a receipt, a count, an import. Joins its movements and its audit entries.
    BatchId,
);
