import { useMutation } from '@tanstack/react-query'
import { useText } from './i18n'
import { problemText } from './problem'
import { saveFile } from './save-file'
import { notifyError } from './ui/toast'

type Fetched = Promise<{ data: unknown }>

/** Fetches a file and hands it to the browser: a plain link could not carry the access token. */
export function useDownload(fetchFile: () => Fetched, name: string) {
  const { t } = useText()
  return useMutation({
    mutationFn: async () => saveFile((await fetchFile()).data as Blob, name),
    onError: (failure) => notifyError(problemText(t, failure)),
  })
}
