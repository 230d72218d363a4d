//! The place in a list where the next page begins: the sort key and `seq` of the last row, opaque to the caller.

use crate::kernel::{Problem, Refusal};
use rusqlite::ToSql;
use rusqlite::types::{ToSqlOutput, ValueRef};

/// A sort key: a number or a folded text.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(untagged)]
pub enum Key {
    Number(i64),
    Text(String),
}

impl ToSql for Key {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        Ok(ToSqlOutput::Borrowed(match self {
            Key::Number(number) => ValueRef::Integer(*number),
            Key::Text(text) => ValueRef::Text(text.as_bytes()),
        }))
    }
}

#[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
pub struct Cursor(pub Key, pub i64);

impl Cursor {
    pub fn parse(text: Option<&str>) -> Result<Option<Cursor>, Refusal> {
        text.map(|text| serde_json::from_str(text).map_err(|_| Refusal::field("cursor", Problem::Malformed, None)))
            .transpose()
    }
}

impl std::fmt::Display for Cursor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&serde_json::to_string(self).map_err(|_| std::fmt::Error)?)
    }
}
