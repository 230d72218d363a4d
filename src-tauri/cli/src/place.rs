//! Where the store lies and who is at the keyboard.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

const STORE_FILE: &str = "stockroom.stockroom";
const DEMO_FILE: &str = "demo.stockroom";

/// The store that the command line or STOCKROOM_STORE names, otherwise the one in the data folder, which is the
/// window's too. None on an account without a data folder.
pub fn store(named: Option<&Path>) -> Option<PathBuf> {
    choose(named, variable("STOCKROOM_STORE"), data_folder())
}

/// Where the sample goes: to the file that the command line names, otherwise beside the real store, as the window's
/// does, so that nobody fills that by mistake.
pub fn demo_store(named: Option<&Path>) -> Option<PathBuf> {
    named.map(absolute).or_else(|| store(None).map(|real| real.with_file_name(DEMO_FILE)))
}

fn choose(named: Option<&Path>, variable: Option<OsString>, data_folder: Option<PathBuf>) -> Option<PathBuf> {
    let path = named
        .map(Path::to_owned)
        .or_else(|| variable.map(PathBuf::from))
        .or_else(|| data_folder.map(|folder| folder.join("Stockroom").join(STORE_FILE)))?;
    Some(absolute(&path))
}

/// The path from the root, whether or not anything is there.
pub fn absolute(path: &Path) -> PathBuf {
    std::path::absolute(path).unwrap_or_else(|_| path.to_owned())
}

fn variable(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// Where the operating system keeps the data of programs.
fn data_folder() -> Option<PathBuf> {
    let from = |name| variable(name).map(PathBuf::from);
    if cfg!(target_os = "windows") {
        from("APPDATA")
    } else if cfg!(target_os = "macos") {
        from("HOME").map(|home| home.join("Library/Application Support"))
    } else {
        // The specification of the XDG folders: a path that is not absolute is to be ignored.
        from("XDG_DATA_HOME")
            .filter(|path| path.is_absolute())
            .or_else(|| from("HOME").map(|home| home.join(".local/share")))
    }
}

/// The user of the operating system, as the books will name them; empty where the system does not say.
pub fn user() -> String {
    ["USER", "LOGNAME", "USERNAME"]
        .into_iter()
        .find_map(variable)
        .map(|name| name.to_string_lossy().into_owned())
        .or_else(account)
        .unwrap_or_default()
}

/// The name of the account that this process runs under; services often have no USER.
#[cfg(unix)]
#[expect(unsafe_code, reason = "the only way to ask the C library")]
fn account() -> Option<String> {
    /// Bytes for the texts of one entry: far above any name and home folder.
    const ENTRY_BYTES: usize = 16 * 1024;
    let mut texts = vec![0; ENTRY_BYTES];
    let mut found = std::ptr::null_mut();
    // SAFETY: passwd is plain numbers and pointers, for which zero is a value.
    let mut entry: libc::passwd = unsafe { std::mem::zeroed() };
    // SAFETY: all pointers are to live values of this frame, and the length is the buffer's own.
    let failed =
        unsafe { libc::getpwuid_r(libc::getuid(), &raw mut entry, texts.as_mut_ptr(), texts.len(), &raw mut found) };
    if failed != 0 || found.is_null() || entry.pw_name.is_null() {
        return None;
    }
    // SAFETY: the call succeeded, so the name is a text that ends in zero inside `texts`, which still lives.
    let name = unsafe { std::ffi::CStr::from_ptr(entry.pw_name) };
    Some(name.to_string_lossy().into_owned())
}

#[cfg(not(unix))]
fn account() -> Option<String> {
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_word_decides_where_the_store_lies() {
        let folder = || Some(PathBuf::from("/home/ada/.local/share"));
        let named = choose(Some(Path::new("/a")), Some("/b".into()), folder());
        assert_eq!(named.as_deref(), Some(Path::new("/a")));
        assert_eq!(choose(None, Some("/b".into()), folder()).as_deref(), Some(Path::new("/b")));
        let usual = choose(None, None, folder());
        assert_eq!(usual.as_deref(), Some(Path::new("/home/ada/.local/share/Stockroom/stockroom.stockroom")));
        assert_eq!(choose(None, None, None), None);
    }

    #[cfg(unix)]
    #[test]
    fn the_account_has_a_name_even_without_variables() {
        assert!(account().is_none_or(|name| !name.is_empty()));
    }
}
