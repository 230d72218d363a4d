//! Tells a field of a request that is null, which clears something, from one that is left out.

use serde::{Deserialize, Deserializer};

/// For `#[serde(default, deserialize_with = "present")]` on a field of type `Option<Option<T>>`.
pub fn present<'de, T: Deserialize<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Option<T>>, D::Error> {
    Option::deserialize(deserializer).map(Some)
}
