const usualPort = 1433;

/** What a `sqlserver://` URL says; encrypted unless `?encrypt=false`. */
export const serverOf = (url: string) => {
  const { hostname, port, username, password, pathname, searchParams } = new URL(url);
  return {
    server: hostname,
    port: port === '' ? usualPort : Number(port),
    user: decodeURIComponent(username),
    password: decodeURIComponent(password),
    database: decodeURIComponent(pathname.slice(1)) || 'master',
    options: {
      appName: 'sightglass',
      encrypt: searchParams.get('encrypt') !== 'false',
      trustServerCertificate: searchParams.get('trustServerCertificate') === 'true',
      readOnlyIntent: true,
    },
  };
};
