//! Which running window a second start belongs to: the one of the same store file. Two stores (the
//! real one and the demo) may be open side by side; one store has one window.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;

use crate::boot::Launch;

/// An identifier made of the program's own and, unless it is the usual store, of the store's path.
/// It is a valid D-Bus name and a valid file name.
pub fn of_window(program: &str, launch: &Launch) -> String {
    if launch.usual_store { program.to_owned() } else { format!("{program}.s{:016x}", fingerprint(&launch.store)) }
}

/// The path as the file system knows it, so that a link and a relative spelling are the same store.
fn fingerprint(store: &Path) -> u64 {
    let folder = store.parent().and_then(|folder| folder.canonicalize().ok());
    let place = match (store.canonicalize(), folder, store.file_name()) {
        (Ok(place), _, _) => place,
        // A store that does not exist yet has at least a folder.
        (Err(_), Some(folder), Some(name)) => folder.join(name),
        (Err(_), _, _) => store.to_owned(),
    };
    // DefaultHasher::new() has fixed keys: two runs of one program agree.
    let mut hasher = DefaultHasher::new();
    place.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn launch(store: &Path, usual_store: bool) -> Launch {
        Launch { store: store.to_owned(), create: true, demo: false, usual_store, safe_rendering: false }
    }

    #[test]
    fn one_store_has_one_identity_however_its_path_is_spelled() {
        let here = std::env::temp_dir();
        let straight = launch(&here.join("a.stockroom"), false);
        let crooked = launch(&here.join(".").join("a.stockroom"), false);
        let other = launch(&here.join("b.stockroom"), false);
        assert_eq!(of_window("app.x", &straight), of_window("app.x", &crooked));
        assert_ne!(of_window("app.x", &straight), of_window("app.x", &other));
    }

    #[test]
    fn the_usual_store_has_the_program_s_own_identity() {
        assert_eq!(of_window("app.x", &launch(Path::new("/s/t"), true)), "app.x");
    }
}
