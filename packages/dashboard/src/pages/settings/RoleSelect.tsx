import { type Role, roles } from '@sightglass/model';

interface Props {
  readonly id?: string;
  readonly label?: string;
  readonly role: Role;
  readonly disabled?: boolean;
  readonly onChange: (role: Role) => void;
}

export const RoleSelect = ({ id, label, role, disabled, onChange }: Props) => (
  <select
    id={id}
    aria-label={label}
    className="control"
    value={role}
    disabled={disabled}
    onChange={({ target }) => onChange(roles.find((one) => one === target.value) ?? 'viewer')}
  >
    {roles.map((one) => (
      <option key={one}>{one}</option>
    ))}
  </select>
);
