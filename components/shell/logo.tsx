/** The mark: one point that connects the sites below it with the cloud above. */
export const Logo = ({ className }: { className?: string }) => (
  <svg viewBox="0 0 32 32" aria-hidden="true" className={className}>
    <rect width="32" height="32" rx="8" className="fill-accent" />
    <g className="fill-none stroke-on-accent" strokeWidth="2" strokeLinecap="round">
      <path d="M16 19.5 9 24M16 19.5 23 24M16 12.5V7" />
      <circle cx="16" cy="16" r="3.5" />
    </g>
    <g className="fill-on-accent">
      <circle cx="16" cy="6.5" r="2.25" />
      <circle cx="8.5" cy="24.5" r="2.25" />
      <circle cx="23.5" cy="24.5" r="2.25" />
    </g>
  </svg>
);
