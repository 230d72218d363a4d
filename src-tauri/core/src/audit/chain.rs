//! The hash chain. The content is hashed field by field, each with its length before it, so that no two entries
//! can read the same by moving text from one field to the next.

use sha2::{Digest, Sha256};

pub type Hash = [u8; 32];

/// The hash before the first entry.
pub const GENESIS: Hash = [0; 32];

/// What an entry's hash covers: all of it but the hash itself.
pub struct Content<'a> {
    pub seq: i64,
    pub at: i64,
    pub actor: &'a str,
    pub actor_id: &'a [u8],
    pub approver: Option<&'a str>,
    pub action: &'a str,
    pub object_type: &'a str,
    pub object_id: &'a str,
    pub object_label: &'a str,
    pub old_value: Option<&'a str>,
    pub new_value: Option<&'a str>,
    pub reason: Option<&'a str>,
    pub request_id: Option<&'a [u8]>,
    pub batch_id: Option<&'a [u8]>,
}

impl Content<'_> {
    pub fn hash(&self, prev: &Hash) -> Hash {
        let mut digest = Sha256::new();
        digest.update(prev);
        digest.update(self.seq.to_be_bytes());
        digest.update(self.at.to_be_bytes());
        let mut field = |bytes: Option<&[u8]>| match bytes {
            None => digest.update(u64::MAX.to_be_bytes()),
            Some(bytes) => {
                digest.update((bytes.len() as u64).to_be_bytes());
                digest.update(bytes);
            }
        };
        field(Some(self.actor.as_bytes()));
        field(Some(self.actor_id));
        field(self.approver.map(str::as_bytes));
        field(Some(self.action.as_bytes()));
        field(Some(self.object_type.as_bytes()));
        field(Some(self.object_id.as_bytes()));
        field(Some(self.object_label.as_bytes()));
        field(self.old_value.map(str::as_bytes));
        field(self.new_value.map(str::as_bytes));
        field(self.reason.map(str::as_bytes));
        field(self.request_id);
        field(self.batch_id);
        digest.finalize().into()
    }
}

/// The short code of a hash that people write down: its first 48 bits, like "7F3A-91C2-0E5D".
pub fn anchor(hash: &[u8]) -> String {
    let hex: Vec<String> = hash.iter().take(6).map(|byte| format!("{byte:02X}")).collect();
    hex.chunks(2).map(<[String]>::concat).collect::<Vec<_>>().join("-")
}

pub fn hex(hash: &[u8]) -> String {
    hash.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content<'a>(label: &'a str, reason: Option<&'a str>) -> Content<'a> {
        Content {
            seq: 1,
            at: 2,
            actor: "Maja",
            actor_id: &[1; 16],
            approver: None,
            action: "stock_adjusted",
            object_type: "variant",
            object_id: "x",
            object_label: label,
            old_value: None,
            new_value: None,
            reason,
            request_id: None,
            batch_id: None,
        }
    }

    #[test]
    fn text_moved_to_the_next_field_changes_the_hash() {
        assert_ne!(content("ab", Some("c")).hash(&GENESIS), content("a", Some("bc")).hash(&GENESIS));
        assert_ne!(content("ab", Some("")).hash(&GENESIS), content("ab", None).hash(&GENESIS));
    }

    #[test]
    fn the_hash_of_an_entry_is_pinned() {
        // Changing how entries are hashed would make every store look altered.
        assert_eq!(anchor(&content("EM-GAS", Some("damaged")).hash(&GENESIS)), PINNED);
    }
    const PINNED: &str = "7348-4405-7122";
}
