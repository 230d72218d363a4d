export function Logo(props: { className?: string }) {
  return (
    <svg viewBox="0 0 20 20" aria-hidden="true" className={props.className}>
      <path
        d="M2 3v14M18 3v14M2 7.5h16M2 15.5h16"
        fill="none"
        stroke="currentColor"
        strokeWidth="1.8"
        strokeLinecap="round"
      />
      <path d="M5 3.2h4v4.3H5zM6 10.2h3v5.3H6zM10.2 11.8h4.6v3.7h-4.6zM11 5h3v2.5h-3z" fill="currentColor" />
    </svg>
  );
}
